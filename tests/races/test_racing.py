"""Sixty-four at once: one code is redeemed once, one refresh token has one successor."""

from collections import Counter
from functools import partial

import pytest
import requests

from tests.races.stage import Stage, all_at_once

RACERS = 64
ROUNDS = 3


@pytest.mark.timeout(300)
def test_sixty_four_redemptions_of_one_code_give_exactly_one_success(stage):
    for _ in range(ROUNDS):
        returned = stage.codes(1)[0]

        answers = all_at_once(_racers(stage, returned.redemption()))

        assert Counter(answer.status_code for answer in answers) == {200: 1, 400: RACERS - 1}
        assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {
            "invalid_grant"
        }
        assert stage.kept(returned.code)[:2] == (True, 1)


@pytest.mark.timeout(300)
def test_sixty_four_refreshes_of_one_token_give_one_successor(stage):
    for _ in range(ROUNDS):
        returned = stage.codes(1)[0]
        first = stage.token(returned.redemption()).json()["refresh_token"]

        answers = all_at_once(_racers(stage, {"grant_type": "refresh_token", "refresh_token": first}))

        assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
        assert len({answer.json()["refresh_token"] for answer in answers}) == 1
        assert stage.kept(returned.code) == (True, 2, 1)


def _racers(stage: Stage, form: dict[str, str]) -> list[partial[requests.Response]]:
    """Connections that are open before the race begins, so that the requests meet."""
    racers = []
    for _ in range(RACERS):
        session = requests.Session()
        session.get(f"{stage.address}/healthz", timeout=60)
        racers.append(partial(stage.token, form, session))
    return racers
