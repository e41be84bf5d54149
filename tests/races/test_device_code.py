"""Thirty-two at once: an approval that a device fetches is fetched once."""

import uuid
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
import requests
from sqlalchemy import func, select

from idp.assurance import AuthenticationLevel
from idp.oauth.client import DEVICE_CODE
from idp.oauth.decoupled import Approved, DecoupledRequest, allow
from idp.oauth.grants.code_request import Granted
from idp.oauth.interaction import SignedIn
from idp.oauth.user_code import new_user_code
from idp.store.db import db
from idp.store.models import Authorization
from idp.web.current import services
from tests.bench.traffic import basic
from tests.builders import PASSWORD, a_citizen, a_client, a_person
from tests.conformance.elsewhere import KIOSK
from tests.installation import application
from tests.pages import form_with
from tests.races.stage import Stage, all_at_once

RACERS = 32


@pytest.mark.timeout(300)
def test_thirty_two_questions_about_one_approval_give_exactly_one_answer(stage):
    code = _approved(stage)

    answers = all_at_once([_racer(stage, code) for _ in range(RACERS)])

    assert Counter(answer.status_code for answer in answers) == {200: 1, 400: RACERS - 1}
    assert {answer.json()["error"] for answer in answers if answer.status_code == 400} == {"invalid_grant"}


@pytest.mark.timeout(300)
def test_of_many_questions_at_the_same_moment_one_is_in_time(stage):
    with application(stage.settings()):
        _a_kiosk()
        code = _waiting()[0]
        db.session.commit()

    answers = all_at_once([_racer(stage, code) for _ in range(RACERS)])

    assert Counter(answer.json()["error"] for answer in answers) == {
        "authorization_pending": 1,
        "slow_down": RACERS - 1,
    }


@pytest.mark.timeout(300)
def test_eight_answers_of_one_citizen_make_one_authorization(stage):
    person = a_person()
    with application(stage.settings()):
        _a_kiosk()
        citizen_id = a_citizen(person).id
        user_code = new_user_code()
        code = _waiting(user_code)[0]
        db.session.commit()
    citizen = _at_the_question(stage, person.phone, user_code)
    page = citizen.get(f"{stage.address}/device/confirm", timeout=60)
    form = form_with(page.text, page.url, control="device-allow")

    answers = all_at_once([_presser(citizen, form.action, {**form.fields, "do": "allow"}) for _ in range(8)])

    landed = Counter(answer.url.rpartition("/")[2] for answer in answers if answer.ok)
    assert landed["approved"] == 1
    with application(stage.settings()):
        own = Authorization.citizen_id == citizen_id
        assert db.session.scalar(select(func.count()).where(own)) == 1
    assert _racer(stage, code)().status_code == 200


def _at_the_question(stage: Stage, login: str, user_code: str) -> requests.Session:
    """A browser that has typed the code and signed in."""
    session = requests.Session()

    def send(page: requests.Response, **typed: str) -> requests.Response:
        form = form_with(page.text, page.url, field=next(iter(typed)))
        return session.post(form.action, data={**form.fields, **typed}, timeout=60)

    signing_in = send(session.get(f"{stage.address}/device", timeout=60), user_code=user_code)
    question = send(signing_in, username=login, password=PASSWORD)
    assert question.url.endswith("/device/confirm"), question.text
    return session


def _presser(citizen: requests.Session, address: str, form: dict[str, str]) -> partial[requests.Response]:
    """One more tab of the same browser."""
    tab = requests.Session()
    tab.cookies.update(citizen.cookies)
    tab.get(address.rpartition("/device")[0] + "/healthz", timeout=60)
    return partial(tab.post, address, data={**form, "number": "42"}, timeout=60)


def _approved(stage: Stage) -> str:
    """A device whose request a citizen has approved."""
    with application(stage.settings()):
        _a_kiosk()
        citizen = a_citizen()
        provider, devices = services().provider, services().waiting_room.devices
        code, parameters = _waiting()
        found = devices.find(code)
        asked = DecoupledRequest.read(parameters, provider.query_client("kiosk"), provider)
        name = str(uuid.uuid4())
        assert devices.approve(found, name)
        session = SignedIn(
            citizen_id=citizen.id,
            subject="",
            session_id=None,
            authenticated_at=services().clock(),
            level=AuthenticationLevel.ONE,
            methods=("pwd",),
            browser_state="",
        )
        decisions = {"openid": "consent", "offline_access": "consent"}
        allow(provider, asked, Granted(session, decisions), Approved(name, found.expires_at))
        db.session.commit()
        return code


def _a_kiosk() -> None:
    if not services().clients.find("kiosk"):
        a_client("kiosk", metadata=KIOSK)


def _waiting(user_code: str | None = None) -> tuple[str, dict[str, str]]:
    parameters = {"scope": "openid offline_access"}
    code = services().waiting_room.devices.add(
        parameters,
        client_id="kiosk",
        user_code=user_code or new_user_code(),
        number="42",
        interval_seconds=5,
        lifetime=timedelta(minutes=10),
    )
    return code, parameters


def _racer(stage: Stage, code: str) -> partial[requests.Response]:
    """A connection that is open before the race begins, so that the questions meet."""
    session = requests.Session()
    session.get(f"{stage.address}/healthz", timeout=60)
    form = {"grant_type": DEVICE_CODE, "device_code": code}
    return partial(
        session.post, f"{stage.address}/oauth/token", data=form, headers=basic("kiosk"), timeout=60
    )
