"""The steps of a sign-in, as values."""

from dataclasses import replace

import pytest

from idp.citizens.password_check import Refused
from idp.citizens.second_factor import Factor, Wrong
from idp.citizens.sessions import Stay
from idp.citizens.sign_in import CodeNeeded, Entered, Over, Suspended, ticket_of
from idp.store.db import db
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person, one_time_code
from tests.citizens.conftest import signed_in
from tests.citizens.racing import race


@pytest.fixture
def person(app):
    return a_person()


def first_step(doors, person, browser, **changed):
    given = {"request": None, "is_shared_device": False, **changed}
    outcome = doors.sign_in.with_password(person.phone, PASSWORD, browser, **given)
    db.session.commit()
    return outcome


def waiting(doors, needed, request=None):
    return doors.sign_in.waiting(needed.cookie, request=request)


def test_the_password_is_enough_without_a_second_factor(doors, person, at_home):
    a_citizen(person)

    outcome = first_step(doors, person, at_home)

    assert isinstance(outcome, Entered)
    assert outcome.session.level == 1


def test_the_second_factor_is_always_asked_for_where_there_is_one(doors, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    known = replace(at_home, device=signed_in(doors, citizen, "pwd", "otp", browser=at_home).device)

    assert isinstance(first_step(doors, person, known), CodeNeeded)


def test_two_steps_make_a_session_of_level_two(doors, person, at_home):
    a_citizen(person, totp=TOTP_KEY)
    attempt = waiting(doors, first_step(doors, person, at_home))

    outcome = doors.sign_in.with_factor(attempt, Factor.TOTP, one_time_code(), at_home, remember=False)

    assert isinstance(outcome, Entered)
    assert (outcome.session.level, outcome.session.stay) == (2, Stay.ORDINARY)


def test_one_attempt_opens_one_session(app, doors, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    codes = doors.printed_codes.renew(citizen.id)
    needed = first_step(doors, person, at_home)

    def finish(place):
        attempt = waiting(doors, needed)
        if attempt is None:
            return Over()
        return doors.sign_in.with_factor(attempt, Factor.RECOVERY_CODE, codes[place], at_home, remember=False)

    told = race(app, 4, finish)

    assert sum(isinstance(outcome, Entered) for outcome in told) == 1


def test_a_wrong_code_leaves_the_attempt_open(doors, person, at_home):
    a_citizen(person, totp=TOTP_KEY)
    needed = first_step(doors, person, at_home)

    wrong = doors.sign_in.with_factor(waiting(doors, needed), Factor.TOTP, "000000", at_home, remember=False)

    assert wrong == Wrong(4)
    assert waiting(doors, needed) is not None


@pytest.mark.parametrize(
    ("shared", "remember", "stay"),
    [
        (False, False, "ordinary"),
        (False, True, "remembered"),
        (True, False, "shared"),
        (True, True, "shared"),
    ],
)
def test_how_long_the_browser_stays_signed_in_is_the_citizens_choice(
    doors, person, at_home, shared, remember, stay
):
    a_citizen(person, totp=TOTP_KEY)
    attempt = waiting(doors, first_step(doors, person, at_home, is_shared_device=shared))

    outcome = doors.sign_in.with_factor(attempt, Factor.TOTP, one_time_code(), at_home, remember=remember)

    assert outcome.session.stay == stay


def test_signing_in_again_keeps_that_choice(doors, person, at_home, clock):
    a_citizen(person, totp=TOTP_KEY)
    attempt = waiting(doors, first_step(doors, person, at_home))
    first = doors.sign_in.with_factor(attempt, Factor.TOTP, one_time_code(), at_home, remember=True)
    clock.advance(minutes=1)
    here = replace(at_home, session=first.session, device=first.device)
    attempt = waiting(doors, first_step(doors, person, here))

    again = doors.sign_in.with_factor(attempt, Factor.TOTP, one_time_code(at=clock()), here, remember=False)

    assert (again.session.id, again.session.stay) == (first.session.id, "remembered")


def test_an_account_suspended_in_between_does_not_open(doors, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    attempt = waiting(doors, first_step(doors, person, at_home))
    citizen.state = "suspended"
    db.session.commit()

    outcome = doors.sign_in.with_factor(attempt, Factor.TOTP, one_time_code(), at_home, remember=False)

    assert isinstance(outcome, Suspended)
    assert isinstance(first_step(doors, person, at_home), Suspended)


def test_a_code_goes_out_by_itself_where_sms_is_the_only_factor(doors, person, at_home, mailbox):
    a_citizen(person, sms_factor=True)

    needed = first_step(doors, person, at_home)

    assert [to for to, _ in mailbox.codes] == [person.phone]
    attempt = waiting(doors, needed)
    outcome = doors.sign_in.with_factor(attempt, Factor.SMS, mailbox.codes[0][1], at_home, remember=False)
    assert outcome.session.methods == ["pwd", "sms", "mfa"]


def test_no_code_goes_out_by_itself_where_there_is_an_app(doors, person, at_home, mailbox):
    a_citizen(person, totp=TOTP_KEY, sms_factor=True)
    needed = first_step(doors, person, at_home)
    assert mailbox.codes == []

    doors.sign_in.send_code(waiting(doors, needed), at_home)

    assert [to for to, _ in mailbox.codes] == [person.phone]


def test_a_step_up_needs_the_second_factor_only(doors, person, at_home, clock):
    citizen = a_citizen(person, totp=TOTP_KEY)
    entered = signed_in(doors, citizen, browser=at_home)
    here = replace(at_home, session=entered.session)
    began = entered.session.authenticated_at
    clock.advance(minutes=3)

    outcome = doors.sign_in.step_up(Factor.TOTP, one_time_code(at=clock()), here)

    assert isinstance(outcome, Entered)
    assert (outcome.session.level, outcome.session.authenticated_at) == (2, began)
    assert isinstance(doors.sign_in.step_up(Factor.TOTP, "000000", here), Wrong)
    assert isinstance(doors.sign_in.step_up(Factor.TOTP, "000000", at_home), Over)


def test_showing_the_password_again_renews_the_session(doors, person, at_home, clock):
    citizen = a_citizen(person)
    entered = signed_in(doors, citizen, browser=at_home)
    here = replace(at_home, session=entered.session)
    clock.advance(minutes=30)

    outcome = doors.sign_in.again(PASSWORD, here, request=None)

    assert outcome.session.id == entered.session.id
    assert outcome.session.authenticated_at == clock()
    assert outcome.cookie != entered.cookie
    assert doors.sign_in.again("sai", here, request=None) == Refused(4)
    assert isinstance(doors.sign_in.again(PASSWORD, at_home, request=None), Over)


def test_showing_the_password_again_asks_for_the_second_factor_too(doors, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    here = replace(at_home, session=signed_in(doors, citizen, "pwd", "otp", browser=at_home).session)

    assert isinstance(doors.sign_in.again(PASSWORD, here, request=None), CodeNeeded)


def test_what_codes_are_bound_to_differs_for_every_attempt_and_session(doors, person, at_home):
    citizen = a_citizen(person, totp=TOTP_KEY)
    one, other = (waiting(doors, first_step(doors, person, at_home)) for _ in range(2))

    tickets = {ticket_of(one), ticket_of(other), ticket_of(signed_in(doors, citizen).session)}

    assert len(tickets) == 3
    assert max(len(ticket) for ticket in tickets) <= 60
