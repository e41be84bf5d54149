"""The second factor is asked once and accepted once."""

from datetime import timedelta

import pytest

from idp.citizens.second_factor import Factor, NoCode, Right, SecondFactor, UsedBefore, Wrong
from idp.citizens.throttle import Slowed
from idp.store.db import db
from tests.builders import TOTP_KEY, a_citizen, one_time_code
from tests.citizens.conftest import HOME
from tests.citizens.racing import race
from tests.moments import START

WRONG = "000000"


@pytest.fixture
def factor(services) -> SecondFactor:
    return services.second_factor


@pytest.fixture
def citizen(app):
    return a_citizen(totp=TOTP_KEY)


def check(factor, citizen, typed, kind=Factor.TOTP, *, network=HOME, own=False):
    return factor.check(citizen, kind, typed, "attempt:1", network=network, on_own_device=own)


def test_what_an_account_can_be_asked_for(factor, citizen):
    assert factor.factors_of(citizen) == (Factor.TOTP,)
    assert factor.factors_of(a_citizen(totp=TOTP_KEY, sms_factor=True)) == (Factor.TOTP, Factor.SMS)
    assert factor.factors_of(a_citizen(sms_factor=True)) == (Factor.SMS,)
    assert factor.factors_of(a_citizen()) == ()


def test_the_code_of_now_is_right(factor, citizen):
    assert check(factor, citizen, one_time_code()) == Right(Factor.TOTP)


def test_a_code_is_accepted_once(factor, citizen):
    check(factor, citizen, one_time_code())

    assert isinstance(check(factor, citizen, one_time_code()), UsedBefore)


def test_an_older_code_is_not_accepted_after_a_newer_one(factor, citizen, clock):
    older = one_time_code()
    clock.advance(seconds=30)
    check(factor, citizen, one_time_code(at=clock()))

    assert isinstance(check(factor, citizen, older), UsedBefore)


@pytest.mark.parametrize(("seconds", "expected"), [(-60, Wrong), (-30, Right), (30, Right), (60, Wrong)])
def test_a_clock_may_be_one_step_off(factor, citizen, seconds, expected):
    shown = one_time_code(at=START + timedelta(seconds=seconds))

    assert isinstance(check(factor, citizen, shown), expected)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "\x00", "\ud800", "1" * 5000])
def test_what_cannot_be_a_code_is_not_counted(factor, citizen, typed):
    for _ in range(20):
        assert isinstance(check(factor, citizen, typed), NoCode)

    assert check(factor, citizen, one_time_code()) == Right(Factor.TOTP)


def test_wrong_codes_are_counted_down_and_then_slowed(factor, citizen, clock):
    told = [check(factor, citizen, WRONG) for _ in range(5)]

    assert told[:4] == [Wrong(4), Wrong(3), Wrong(2), Wrong(1)]
    assert told[4] == Slowed(clock() + timedelta(seconds=30))
    assert check(factor, citizen, one_time_code()) == told[4]


def test_a_code_that_comes_too_soon_is_not_spent(factor, citizen, clock):
    for _ in range(5):
        check(factor, citizen, WRONG)
    clock.advance(seconds=30)

    assert check(factor, citizen, one_time_code(at=clock())) == Right(Factor.TOTP)


def test_somebody_else_with_the_password_cannot_keep_the_citizen_out_of_their_own_device(factor, citizen):
    for place in range(30):
        check(factor, citizen, WRONG, network=f"203.0.113.{place}")

    assert isinstance(check(factor, citizen, one_time_code()), Slowed)
    assert check(factor, citizen, one_time_code(), own=True) == Right(Factor.TOTP)


def test_a_recovery_code_stands_in_for_the_second_factor_once(factor, citizen, services):
    code, *_ = services.printed_codes.renew(citizen.id)

    assert check(factor, citizen, code, Factor.RECOVERY_CODE) == Right(Factor.RECOVERY_CODE)
    assert check(factor, citizen, code, Factor.RECOVERY_CODE) == Wrong(4)


def test_recovery_codes_and_app_codes_share_their_count(factor, citizen):
    check(factor, citizen, WRONG)

    assert check(factor, citizen, "ABCD-EFGH-JKMN", Factor.RECOVERY_CODE) == Wrong(3)


def test_an_account_without_an_app_has_no_right_code(factor):
    assert check(factor, a_citizen(), one_time_code()) == Wrong(4)


def test_a_race_for_one_code_has_one_winner(app, factor, citizen):
    citizen_id = citizen.id

    def type_it(_place):
        found = db.session.get(type(citizen), citizen_id)
        return check(factor, found, one_time_code(), own=True)

    told = race(app, 6, type_it)

    assert sum(isinstance(verdict, Right) for verdict in told) == 1
