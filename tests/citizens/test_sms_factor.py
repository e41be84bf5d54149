"""Putting codes by SMS in force."""

import pytest

from idp.citizens.authenticator_app import Added
from idp.citizens.freshness import NotFresh
from idp.citizens.one_time_codes import CodeOver, NotACode, Sent, TooMany, TooSoon, WrongCode
from idp.store.db import db
from tests.builders import a_citizen, a_person
from tests.citizens.conftest import HOME, signed_in


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def send(rooms, session):
    return rooms.sms_factor.send(session, network=HOME, language="vi")


def test_a_code_sent_to_the_accounts_phone_has_to_come_back(doors, rooms, citizen, person, mailbox):
    session = signed_in(doors, citizen).session
    assert not rooms.sms_factor.is_sent(session)

    assert isinstance(send(rooms, session), Sent)
    added = rooms.sms_factor.add(session, mailbox.codes[0][1])

    assert mailbox.codes[0][0] == person.phone
    assert isinstance(added, Added)
    assert citizen.sms_factor
    assert (session.level, session.methods) == (2, ["pwd", "sms", "mfa"])
    assert "factor_added" in mailbox.told()


def test_another_code_changes_nothing(doors, rooms, citizen, mailbox):
    session = signed_in(doors, citizen).session
    send(rooms, session)

    assert isinstance(rooms.sms_factor.add(session, "abc"), NotACode)
    assert isinstance(rooms.sms_factor.add(session, "000000"), WrongCode)
    assert not citizen.sms_factor


def test_a_code_is_good_for_the_session_it_was_sent_to_only(doors, rooms, citizen, mailbox):
    session, other = (signed_in(doors, citizen).session for _ in range(2))
    send(rooms, session)

    assert isinstance(rooms.sms_factor.add(other, mailbox.codes[0][1]), CodeOver)


def test_codes_are_not_sent_one_after_the_other(doors, rooms, citizen):
    session = signed_in(doors, citizen).session
    send(rooms, session)

    assert isinstance(send(rooms, session), TooSoon)


def test_an_account_without_a_phone_gets_none(doors, rooms, citizen, mailbox):
    citizen.phone_sealed = citizen.phone_index = None
    db.session.commit()

    assert isinstance(send(rooms, signed_in(doors, citizen).session), TooMany)
    assert mailbox.codes == []


def test_nothing_is_sent_from_a_session_that_is_not_fresh(doors, rooms, citizen, clock):
    session = signed_in(doors, citizen).session
    clock.advance(minutes=11)

    with pytest.raises(NotFresh):
        send(rooms, session)
