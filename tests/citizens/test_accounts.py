"""What citizens change about their account, apart from what opens it."""

import pytest
from sqlalchemy import select

from idp.citizens.freshness import NotFresh
from idp.store.db import db
from idp.store.models import AuditRecord, Authorization, Citizen, Device
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_client, a_person
from tests.citizens.conftest import signed_in
from tests.moments import START


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def an_authorization(services, citizen, session, client_id="portal", scope="openid offline_access"):
    services.authorizations.add(
        f"code-{client_id}",
        id=f"authorization-{client_id}",
        client_id=client_id,
        citizen_id=citizen.id,
        session_id=session.id,
        code_expires_at=START,
        redirect_uri="https://portal.anlien.example/callback",
        redirect_uri_sent=True,
        scope=scope,
        requested_claims={},
        acr="LoA1",
        methods=["pwd"],
        authenticated_at=START,
        created_at=START,
    )
    services.consents.keep(citizen.id, client_id, {"openid": "law", "offline_access": "consent"})


def revoked():
    rows = db.session.execute(select(Authorization.client_id, Authorization.revoke_reason))
    return {row.client_id: row.revoke_reason for row in rows}


@pytest.mark.parametrize(
    ("language", "taken"), [("en", True), ("vi", True), ("fr", False), ("", False), ("\x00", False)]
)
def test_a_language_is_one_of_two(doors, rooms, citizen, language, taken):
    session = signed_in(doors, citizen).session

    assert rooms.accounts.choose_language(session, language) is taken
    assert citizen.locale == (language if taken else "vi")


def test_disconnecting_takes_back_what_one_application_was_given(doors, rooms, services, citizen):
    session = signed_in(doors, citizen).session
    for client_id in ("portal", "health"):
        a_client(client_id)
        an_authorization(services, citizen, session, client_id)

    assert rooms.accounts.disconnect(session, "portal")
    assert not rooms.accounts.disconnect(session, "portal")
    assert not rooms.accounts.disconnect(session, "nobody")

    assert revoked() == {"portal": "disconnected", "health": None}
    assert services.consents.find(citizen.id, "portal") is None
    assert services.consents.find(citizen.id, "health") is not None
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("account.application_disconnected") == 1


def test_it_was_not_me_shuts_everybody_else_out(doors, rooms, services, citizen, person, at_home):
    a_client()
    here, there = signed_in(doors, citizen, browser=at_home), signed_in(doors, citizen)
    an_authorization(services, citizen, there.session)
    needed, _ = doors.attempts.begin(citizen, request=None, is_shared_device=False)

    opened = rooms.accounts.was_not_me(here.session)

    assert doors.sessions.current(there.cookie) is None
    assert doors.sessions.current(here.cookie) is None
    assert doors.sessions.current(opened.cookie).id == here.session.id
    assert not doors.attempts.finish(needed)
    assert db.session.scalars(select(Device)).all() == []
    assert revoked() == {"portal": "not_me"}


def test_a_closed_account_holds_nothing_of_the_person(doors, rooms, services, person, mailbox):
    citizen = a_citizen(person, totp=TOTP_KEY)
    a_client()
    entered = signed_in(doors, citizen, "pwd", "otp")
    an_authorization(services, citizen, entered.session)
    mailbox.notices.clear()

    rooms.accounts.close(entered.session)
    db.session.commit()

    row = db.session.get(Citizen, citizen.id)
    kept = {
        name for name, value in vars(row).items() if value not in (None, False) and not name.startswith("_")
    }
    assert kept == {"id", "state", "assurance", "verified_at", "locale", "created_at", "updated_at"}
    assert row.state == "closed"
    assert {address for address, _ in mailbox.notices} == {person.phone, person.email}
    assert doors.sessions.current(entered.cookie) is None
    assert revoked() == {"portal": "closed"}
    assert db.session.scalars(select(Device)).all() == []


def test_the_person_may_register_again_afterwards(doors, rooms, citizen, person, at_home):
    rooms.accounts.close(signed_in(doors, citizen).session)
    db.session.commit()

    again = a_citizen(person)

    assert doors.password_check.owner(person.phone, PASSWORD, at_home) is again


def test_nothing_is_closed_from_a_session_that_is_not_fresh(doors, rooms, citizen, clock):
    session = signed_in(doors, citizen).session
    clock.advance(minutes=11)

    with pytest.raises(NotFresh):
        rooms.accounts.close(session)
    assert citizen.state == "active"
