"""Changing the phone number and the e-mail address."""

import pytest
from sqlalchemy import select

from idp.citizens.contact_change import Changed, Taken
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.freshness import NotFresh
from idp.citizens.one_time_codes import CodeOver, WrongCode
from idp.store.db import db
from idp.store.models import AuditRecord
from tests.builders import a_citizen, a_person, blind_index
from tests.citizens.conftest import HOME, signed_in

NEW_PHONE = Contact(ContactKind.PHONE, "+84912345678")
NEW_EMAIL = Contact(ContactKind.EMAIL, "moi@thu.vn")


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def send(rooms, session, to):
    return rooms.contact_change.send(session, to, network=HOME, language="vi")


@pytest.mark.parametrize("to", [NEW_PHONE, NEW_EMAIL])
def test_a_new_contact_counts_once_its_code_came_back_and_the_old_ones_are_told(
    doors, rooms, citizen, person, mailbox, to
):
    session = signed_in(doors, citizen).session
    mailbox.notices.clear()
    send(rooms, session, to)

    assert isinstance(rooms.contact_change.change(session, to, mailbox.codes[0][1]), Changed)

    assert mailbox.codes[0][0] == to.value
    assert doors.credentials.owner_of(blind_index(to.kind, to.value)) is citizen
    assert set(mailbox.notices) == {(person.email, "contact_changed"), (person.phone, "contact_changed")}
    former = person.phone if to.kind is ContactKind.PHONE else person.email
    assert doors.credentials.owner_of(blind_index(to.kind, former)) is None


def test_a_wrong_code_changes_nothing(doors, rooms, citizen, mailbox):
    session = signed_in(doors, citizen).session
    send(rooms, session, NEW_PHONE)

    assert isinstance(rooms.contact_change.change(session, NEW_PHONE, "000000"), WrongCode)
    assert doors.credentials.owner_of(blind_index("phone", NEW_PHONE.value)) is None


def test_a_code_sent_to_ones_own_phone_does_not_bring_in_somebody_elses(doors, rooms, citizen, mailbox):
    session = signed_in(doors, citizen).session
    send(rooms, session, NEW_PHONE)
    not_mine = Contact(ContactKind.PHONE, "+84987654321")

    assert isinstance(rooms.contact_change.change(session, not_mine, mailbox.codes[0][1]), CodeOver)


def test_a_contact_of_another_account_is_not_taken_from_it(doors, rooms, citizen, mailbox):
    other = a_person(phone=NEW_PHONE.value)
    owner = a_citizen(other)
    session = signed_in(doors, citizen).session
    mailbox.notices.clear()
    send(rooms, session, NEW_PHONE)

    assert isinstance(rooms.contact_change.change(session, NEW_PHONE, mailbox.codes[0][1]), Taken)

    assert doors.credentials.owner_of(blind_index("phone", NEW_PHONE.value)) is owner
    assert mailbox.notices == []
    assert "account.contact_changed" not in set(db.session.scalars(select(AuditRecord.name)))


def test_a_contact_travels_with_the_form_unread_and_to_its_own_session_only(doors, rooms, citizen):
    session, other = signed_in(doors, citizen).session, signed_in(doors, a_citizen()).session
    sealed = rooms.contact_change.sealed(session, NEW_EMAIL)

    assert NEW_EMAIL.value not in sealed
    assert rooms.contact_change.opened(session, sealed) == NEW_EMAIL
    assert rooms.contact_change.opened(other, sealed) is None
    assert rooms.contact_change.opened(session, "x") is None
    assert rooms.contact_change.opened(session, "ê\x00") is None


def test_an_offered_key_is_no_contact(doors, rooms, citizen):
    session = signed_in(doors, citizen).session

    assert rooms.contact_change.opened(session, rooms.authenticator_app.offer(session).sealed) is None


def test_nothing_changes_in_a_session_that_is_not_fresh(doors, rooms, citizen, clock):
    session = signed_in(doors, citizen).session
    clock.advance(minutes=11)

    with pytest.raises(NotFresh):
        send(rooms, session, NEW_PHONE)
