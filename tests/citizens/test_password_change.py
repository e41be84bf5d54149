"""Choosing another password."""

import pytest

from idp.citizens.password_change import Overtaken, SameAsBefore
from idp.citizens.password_check import Refused
from idp.citizens.password_policy import Refusal, Weakness
from idp.citizens.sessions import Opened
from idp.citizens.throttle import Slowed
from idp.store.db import db
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person
from tests.citizens.conftest import signed_in
from tests.citizens.racing import race

NEW = "sáu chiếc ghe ngược dòng"


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def change(rooms, session, browser, current=PASSWORD, new=NEW):
    return rooms.password_change.change(session, current, new, browser)


def test_the_new_password_opens_and_the_old_one_does_not(doors, rooms, citizen, person, at_home, clock):
    session = signed_in(doors, citizen, browser=at_home).session

    assert isinstance(change(rooms, session, at_home), Opened)

    assert doors.password_check.owner(person.phone, NEW, at_home) is citizen
    assert doors.password_check.owner(person.phone, PASSWORD, at_home) == Refused(4)
    assert citizen.password_changed_at == clock()


def test_the_other_sessions_end_and_this_one_goes_on_under_another_identifier(
    doors, rooms, citizen, at_home, mailbox
):
    here, there = signed_in(doors, citizen, browser=at_home), signed_in(doors, citizen)

    opened = change(rooms, here.session, at_home)

    assert doors.sessions.current(there.cookie) is None
    assert doors.sessions.current(here.cookie) is None
    assert doors.sessions.current(opened.cookie).id == here.session.id
    assert "password_changed" in mailbox.told()


def test_a_sign_in_that_was_begun_with_the_old_password_ends(doors, rooms, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    session = signed_in(doors, citizen, "pwd", "otp", browser=at_home).session
    needed = doors.sign_in.with_password(
        person.phone, PASSWORD, at_home, request=None, is_shared_device=False
    )

    change(rooms, session, at_home)

    assert doors.sign_in.waiting(needed.cookie, request=None) is None


def test_the_current_password_is_asked_for_and_guessing_it_is_slowed(doors, rooms, citizen, at_home):
    session = signed_in(doors, citizen, browser=at_home).session

    told = [change(rooms, session, at_home, current="sai") for _ in range(6)]

    assert told[0] == Refused(4)
    assert isinstance(told[5], Slowed)
    assert isinstance(change(rooms, session, at_home), Slowed)


@pytest.mark.parametrize(
    ("new", "weakness"),
    [
        ("ngắn", Weakness.TOO_SHORT),
        ("matkhaumatkhaumatkhau", Weakness.COMMON),
        ("x" * 2000, Weakness.TOO_LONG),
    ],
)
def test_a_weak_password_is_not_taken_and_costs_no_guess(doors, rooms, citizen, at_home, new, weakness):
    session = signed_in(doors, citizen, browser=at_home).session

    for _ in range(10):
        told = change(rooms, session, at_home, new=new)

    assert isinstance(told, Refusal)
    assert told.weakness is weakness
    assert isinstance(change(rooms, session, at_home), Opened)


def test_a_password_made_of_what_others_know_is_not_taken(doors, rooms, citizen, person, at_home):
    session = signed_in(doors, citizen, browser=at_home).session
    name = person.name.lower().replace(" ", "")

    told = change(rooms, session, at_home, new=f"{name}{person.birthdate.replace('-', '')}")

    assert isinstance(told, Refusal)


def test_the_same_password_again_is_not_taken(doors, rooms, citizen, at_home):
    session = signed_in(doors, citizen, browser=at_home).session

    assert isinstance(change(rooms, session, at_home, new=PASSWORD), SameAsBefore)


def test_a_shorter_one_will_do_beside_a_second_factor(doors, rooms, citizen, person):
    assert rooms.password_change.least_length(citizen) == 15
    assert rooms.password_change.least_length(a_citizen(totp=TOTP_KEY)) == 8


def test_of_two_changes_at_once_one_comes_too_late(app, doors, rooms, citizen, person, at_home):
    here, there = (signed_in(doors, citizen, browser=at_home) for _ in range(2))
    cookies = (here.cookie, there.cookie)

    def change_it(place):
        session = doors.sessions.current(cookies[place])
        return change(rooms, session, at_home, new=f"{NEW} {place}") if session else Overtaken()

    told = race(app, 2, change_it)

    assert sorted(type(each).__name__ for each in told) == ["Opened", "Overtaken"]
    won = [isinstance(each, Opened) for each in told].index(True)
    assert doors.password_check.owner(person.phone, f"{NEW} {won}", at_home).id == citizen.id


def test_a_session_that_ended_meanwhile_changes_nothing(doors, rooms, citizen, person, at_home):
    session = signed_in(doors, citizen, browser=at_home).session
    doors.sessions.end(session, "signed_out_elsewhere")
    db.session.commit()

    assert isinstance(change(rooms, session, at_home), Overtaken)
    assert doors.password_check.owner(person.phone, PASSWORD, at_home) is citizen
