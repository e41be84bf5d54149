"""What happens once everything was shown."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from idp.citizens.entrance import Browser
from idp.citizens.sessions import Proof, Stay
from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Device
from tests.builders import a_citizen, a_person
from tests.citizens.conftest import HOME, signed_in


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def test_a_new_device_is_told_to_every_contact_and_a_known_one_is_not(
    doors, citizen, person, mailbox, at_home
):
    device = signed_in(doors, citizen, browser=at_home).device
    assert set(mailbox.notices) == {(person.email, "new_device"), (person.phone, "new_device")}
    mailbox.notices.clear()

    again = signed_in(doors, citizen, browser=replace(at_home, device=device))

    assert again.device == device
    assert mailbox.notices == []


def test_the_devices_cookie_is_kept_as_a_digest_only(doors, citizen):
    entered = signed_in(doors, citizen)

    assert entered.device not in str(vars(db.session.scalars(select(Device)).one()))


def test_two_people_may_share_a_browser(doors, citizen, mailbox, at_home):
    device = signed_in(doors, citizen, browser=at_home).device
    other = a_citizen()

    signed_in(doors, other, browser=replace(at_home, device=device))

    shared = replace(at_home, device=device)
    assert doors.entrance.knows(shared, citizen)
    assert doors.entrance.knows(shared, other)
    assert not doors.entrance.knows(shared, a_citizen())
    assert not doors.entrance.knows(shared, None)


def test_a_device_that_is_not_ones_own_is_not_remembered(doors, citizen, mailbox, at_home):
    entered = doors.entrance.open(citizen, Proof(("pwd",)), at_home, Stay.SHARED)

    assert entered.device is None
    assert db.session.scalars(select(Device)).all() == []
    assert mailbox.told() == ["new_device"]


def test_a_sign_in_is_written_down(doors, citizen, at_home):
    entered = doors.entrance.open(
        citizen, Proof(("pwd", "otp")), replace(at_home, client_id="portal"), Stay.ORDINARY
    )

    row = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "sign_in.succeeded")).one()
    assert (row.citizen_id, row.client_id) == (citizen.id, "portal")
    assert row.details == {
        "session_id": entered.session.id,
        "methods": ["pwd", "otp", "mfa"],
        "level": 2,
        "new_device": True,
        "agent": "Firefox · Linux",
    }


def test_a_step_up_is_written_down_and_needs_a_live_session(doors, citizen, at_home):
    session = signed_in(doors, citizen).session
    here = replace(at_home, session=session)

    assert doors.entrance.raise_level(citizen, "otp", here).session.level == 2
    doors.sessions.end(session, "signed_out")
    assert doors.entrance.raise_level(citizen, "otp", here) is None
    assert doors.entrance.raise_level(citizen, "otp", at_home) is None
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("sign_in.stepped_up") == 1


def test_the_use_of_a_printed_code_is_told(doors, citizen, mailbox):
    doors.entrance.printed_code_used(citizen)

    assert mailbox.told() == ["recovery_code_used"]


def test_a_browser_that_says_nothing_is_told_of_in_words(doors, app):
    told = []
    citizen = a_citizen(locale="en")
    doors.notices._letters.notify = lambda *given: told.append(given[2:])

    doors.entrance.open(citizen, Proof(("pwd",)), Browser(HOME), Stay.ORDINARY)

    assert told[0] == ("en", {"agent": "unknown browser"})
    assert db.session.scalars(select(BrowserSession)).one().agent == ""
