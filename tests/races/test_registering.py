"""Many at once with one initial access token: exactly as many applications as it has uses (RFC 7591, 3)."""

from collections import Counter
from functools import partial

import pytest
import requests
from sqlalchemy import func, select

from idp.crypto.digests import digest
from idp.store.db import db
from idp.store.models import Client, InitialAccessToken
from tests.installation import application
from tests.races.stage import Stage, all_at_once
from tests.registrant import CALLBACK, ENDPOINT, invitation

RACERS = 48
USES = 7


@pytest.mark.timeout(300)
def test_a_token_with_seven_uses_registers_seven_applications_however_many_try_at_once(stage):
    with application(stage.settings()):
        before = db.session.scalar(select(func.count()).select_from(Client))
        token = invitation(uses=USES, until=None)

    answers = all_at_once([_racer(stage, token) for _ in range(RACERS)])

    assert Counter(answer.status_code for answer in answers) == {201: USES, 401: RACERS - USES}
    assert len({answer.json()["client_id"] for answer in answers if answer.status_code == 201}) == USES
    with application(stage.settings()):
        assert db.session.scalar(select(func.count()).select_from(Client)) == before + USES
        given = InitialAccessToken.digest == digest(token)
        assert db.session.scalars(select(InitialAccessToken).where(given)).one().uses_left == 0


def _racer(stage: Stage, token: str) -> "partial[requests.Response]":
    session = requests.Session()
    session.get(f"{stage.address}/healthz", timeout=60)
    document = {"redirect_uris": [CALLBACK]}
    headers = {"Authorization": f"Bearer {token}"}
    return partial(session.post, stage.address + ENDPOINT, json=document, headers=headers, timeout=60)
