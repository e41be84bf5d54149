"""Printed recovery codes."""

import pytest

from idp.citizens.recovery_codes import HOW_MANY, PrintedCodes, read
from idp.clock import Clock
from idp.store.db import db
from idp.store.models import RecoveryCode
from idp.store.repositories.recovery_codes import RecoveryCodes
from idp.web.current import services
from tests.builders import a_citizen
from tests.citizens.racing import race


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("7K4Q-M2XB-9RTA", "7K4Q-M2XB-9RTA"),
        (" 7k4q m2xb 9rta ", "7K4Q-M2XB-9RTA"),
        ("7K4QM2XB9RTA", "7K4Q-M2XB-9RTA"),
        ("7K4Q–M2XB–9RTA", "7K4Q-M2XB-9RTA"),
        ("7K4Q-M2XB-9RT", None),
        ("7K4Q-M2XB-9RT0", None),
        ("", None),
        ("\x00" * 12, None),
        ("A" * 100_000, None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, code):
    assert read(typed) == code


@pytest.fixture
def printed(app, clock: Clock) -> PrintedCodes:
    return _printed(clock)


def test_ten_codes_are_made_and_none_is_kept_in_clear(printed):
    citizen = a_citizen()

    codes = printed.renew(citizen.id)

    kept = {row.digest for row in db.session.query(RecoveryCode)}
    assert len(set(codes)) == HOW_MANY == len(kept)
    assert not kept & set(codes)
    assert all(read(code) == code for code in codes)


def test_a_code_opens_once(printed):
    citizen = a_citizen()
    code, *_ = printed.renew(citizen.id)

    assert printed.spend(citizen.id, code.lower())
    assert not printed.spend(citizen.id, code)
    assert printed.left(citizen.id) == HOW_MANY - 1


def test_a_code_opens_only_its_own_account(printed):
    owner, other = a_citizen(), a_citizen()
    code, *_ = printed.renew(owner.id)

    assert not printed.spend(other.id, code)
    assert printed.spend(owner.id, code)


def test_new_codes_make_the_old_ones_useless(printed):
    citizen = a_citizen()
    old, *_ = printed.renew(citizen.id)

    new, *_ = printed.renew(citizen.id)

    assert not printed.spend(citizen.id, old)
    assert printed.spend(citizen.id, new)


def test_a_race_for_one_code_has_one_winner(app, clock, printed):
    citizen_id = a_citizen().id
    code, *_ = printed.renew(citizen_id)

    won = race(app, 8, lambda _: _printed(clock).spend(citizen_id, code))

    assert sorted(won) == [False] * 7 + [True]


def _printed(clock: Clock) -> PrintedCodes:
    return PrintedCodes(RecoveryCodes(db.session, clock), services().installation)
