"""Many browsers that finish one pushed request at once: one of them brings a code (RFC 9126, 7.3)."""

from collections import Counter
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import Authorization, PushedRequest
from tests.bench.traffic import basic
from tests.builders import REDIRECT_URI
from tests.installation import application
from tests.races.stage import Stage, all_at_once
from tests.walker import challenge_of

RACERS = 24
ROUNDS = 3


@pytest.mark.timeout(300)
def test_of_many_browsers_that_finish_one_pushed_request_one_gets_a_code(stage):
    stage.codes(1)  # the citizen has signed in and agreed

    for number in range(ROUNDS):
        request_uri = _pushed(stage, nonce=f"round {number}")

        answers = all_at_once([partial(_open, stage, browser, request_uri) for browser in _browsers(stage)])

        assert Counter(answer.status_code for answer in answers) == {302: 1, 400: RACERS - 1}
        (winner,) = [answer for answer in answers if answer.status_code == 302]
        assert parse_qs(urlsplit(winner.headers["Location"]).query)["code"]
        assert _kept(stage, f"round {number}") == 1
    with application(stage.settings()):
        assert db.session.scalar(select(func.count()).where(PushedRequest.spent_at.is_(None))) == 0


def _pushed(stage: Stage, nonce: str) -> str:
    form = {
        "response_type": "code",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid profile offline_access",
        "nonce": nonce,
        "code_challenge": challenge_of("a verifier of more than forty-three characters"),
        "code_challenge_method": "S256",
    }
    answer = requests.post(f"{stage.address}/oauth/par", data=form, headers=basic("portal"), timeout=60)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["request_uri"])


def _browsers(stage: Stage) -> list[requests.Session]:
    """The same citizen in many windows; their connections are open before the race begins."""
    browsers = []
    for _ in range(RACERS):
        browser = requests.Session()
        browser.cookies.update(stage.walker.road.session.cookies)
        browser.get(f"{stage.address}/healthz", timeout=60)
        browsers.append(browser)
    return browsers


def _open(stage: Stage, browser: requests.Session, request_uri: str) -> requests.Response:
    query = {"client_id": "portal", "request_uri": request_uri}
    return browser.get(f"{stage.address}/oauth/authorize", params=query, allow_redirects=False, timeout=60)


def _kept(stage: Stage, nonce: str) -> int:
    with application(stage.settings()):
        return db.session.scalar(select(func.count()).where(Authorization.nonce == nonce)) or 0
