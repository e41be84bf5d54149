"""Whether a login and a password belong together."""

from dataclasses import replace

import pytest
from sqlalchemy import inspect, select

from idp.citizens.entrance import Browser
from idp.citizens.password_check import Refused
from idp.citizens.throttle import Slowed
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen
from tests.builders import PASSWORD, a_citizen, a_person
from tests.citizens.conftest import ELSEWHERE, HOME, signed_in
from tests.citizens.racing import race


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


def test_the_right_password_gives_the_citizen(doors, citizen, person, at_home):
    assert doors.password_check.owner(person.email, PASSWORD, at_home) is citizen


@pytest.mark.parametrize("password", ["sai", "", PASSWORD + " ", PASSWORD.upper(), "\x00", "x" * 5_000])
def test_any_other_is_refused(doors, citizen, person, at_home, password):
    assert doors.password_check.owner(person.email, password, at_home) == Refused(4)


def test_an_account_without_a_password_opens_to_none(doors, at_home):
    person = a_person()
    a_citizen(person, password=None)

    assert doors.password_check.owner(person.email, "", at_home) == Refused(4)


def test_who_was_refused_is_written_down_without_what_was_typed(doors, citizen, person, at_home):
    doors.password_check.owner(person.email, "sai", at_home)
    doors.password_check.owner("nobody@thu.vn", "sai", at_home)

    rows = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "sign_in.refused")).all()
    assert [row.citizen_id for row in rows] == [citizen.id, None]
    assert {str(row.details) for row in rows} == {"{'reason': 'password'}"}


def test_the_three_logins_of_an_account_are_counted_apart_so_that_nobody_learns_they_belong_together(
    doors, citizen, person, at_home
):
    for _ in range(5):
        doors.password_check.owner(person.email, "sai", at_home)

    assert isinstance(doors.password_check.owner(person.email, "sai", at_home), Slowed)
    assert doors.password_check.owner(person.phone, "sai", at_home) == Refused(4)


def test_a_success_forgets_the_failures_at_all_three(doors, citizen, person, at_home):
    doors.password_check.owner(person.email, "sai", at_home)
    doors.password_check.owner(person.number, "sai", at_home)

    doors.password_check.owner(person.phone, PASSWORD, at_home)

    assert doors.password_check.owner(person.email, "sai", at_home) == Refused(4)


def test_failures_of_strangers_do_not_reach_an_own_device(doors, citizen, person, at_home):
    own = replace(at_home, device=signed_in(doors, citizen, browser=at_home).device)
    for _ in range(8):
        doors.password_check.owner(person.email, "sai", Browser(ELSEWHERE))

    assert isinstance(doors.password_check.owner(person.email, PASSWORD, Browser(ELSEWHERE)), Slowed)
    assert doors.password_check.owner(person.email, PASSWORD, own) is citizen


def test_a_device_of_somebody_else_is_a_strangers(doors, citizen, person, at_home):
    stranger = a_citizen()
    theirs = Browser(HOME, device=signed_in(doors, stranger).device)
    for _ in range(5):
        doors.password_check.owner(person.email, "sai", theirs)

    assert isinstance(doors.password_check.owner(person.email, PASSWORD, theirs), Slowed)


def test_an_own_device_is_slowed_by_its_own_failures(doors, citizen, person, at_home):
    own = replace(at_home, device=signed_in(doors, citizen, browser=at_home).device)
    for _ in range(5):
        told = doors.password_check.owner(person.email, "sai", own)

    assert isinstance(told, Slowed)


def test_the_hash_is_made_stronger_when_the_owner_comes_by(doors, citizen, person, at_home, monkeypatch):
    before, chosen = citizen.password_hash, citizen.password_changed_at
    monkeypatch.setattr(doors.password_check._passwords, "needs_rehash", lambda _: True)

    doors.password_check.owner(person.email, PASSWORD, at_home)

    assert citizen.password_hash != before
    assert citizen.password_changed_at == chosen
    assert doors.password_check.owner(person.email, PASSWORD, at_home) is citizen


def test_parallel_guesses_get_no_more_answers_than_one_after_another(app, doors, citizen, person, at_home):
    told = race(app, 12, lambda place: doors.password_check.owner(person.email, f"sai {place}", at_home))

    assert sum(isinstance(each, Refused) for each in told) <= 4
    assert sum(isinstance(each, Slowed) for each in told) >= 8


def test_the_right_password_among_parallel_guesses_is_not_told_beyond_the_count(
    app, doors, citizen, person, at_home
):
    for _ in range(4):
        doors.password_check.owner(person.email, "sai", at_home)

    told = race(app, 8, lambda place: doors.password_check.owner(person.email, f"sai {place}", at_home))

    assert all(isinstance(each, Slowed) for each in told)
    assert isinstance(doors.password_check.owner(person.email, PASSWORD, at_home), Slowed)


def test_who_is_signed_in_is_asked_for_the_password_alone(doors, citizen, at_home):
    assert doors.password_check.again(citizen, PASSWORD, at_home) is citizen
    assert doors.password_check.again(citizen, "sai", at_home) == Refused(4)


def test_who_is_signed_in_cannot_guess_without_end_either(doors, citizen, at_home):
    for _ in range(5):
        told = doors.password_check.again(citizen, "sai", at_home)

    assert isinstance(told, Slowed)
    assert isinstance(doors.password_check.again(citizen, PASSWORD, at_home), Slowed)


def test_a_closed_account_is_like_none(doors, citizen, person, at_home):
    citizen.state = "closed"
    db.session.commit()

    assert doors.password_check.owner(person.email, PASSWORD, at_home) == Refused(4)


def test_a_suspended_account_still_has_an_owner(doors, citizen, person, at_home):
    citizen.state = "suspended"
    db.session.commit()

    assert isinstance(doors.password_check.owner(person.email, PASSWORD, at_home), Citizen)


@pytest.mark.parametrize("how", ["owner", "again"])
def test_nobody_holds_a_connection_while_they_wait_for_a_hash(
    doors, citizen, person, at_home, how, monkeypatch
):
    check, held = doors.password_check, []
    verify = check._passwords.verify

    def noted(*args):
        held.append(db.engine.pool.checkedout())
        return verify(*args)

    monkeypatch.setattr(check._passwords, "verify", noted)
    found = (
        check.owner(person.email, PASSWORD, at_home)
        if how == "owner"
        else check.again(citizen, PASSWORD, at_home)
    )

    assert held == [0]
    assert found is citizen
    assert not inspect(citizen).expired_attributes
