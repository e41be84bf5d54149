"""What the help desk can do, and what it cannot."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.citizens.help_desk import HelpDesk, NotDone, Reason, Wish
from idp.citizens.help_desk_assembly import build_help_desk
from idp.citizens.password_check import Refused
from idp.citizens.throttle import Slowed
from idp.store.db import db
from idp.store.models import AuditRecord
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_person
from tests.citizens.conftest import signed_in
from tests.citizens.racing import race

OPERATOR = "10000000-0000-4000-8000-000000000001"


@pytest.fixture
def desk(ground, doors, services) -> HelpDesk:
    return build_help_desk(ground, doors, services.authorizations)


def wish(citizen, reason=Reason.LOST_PHONE) -> Wish:
    return Wish(citizen.id, OPERATOR, reason)


def recorded(name: str) -> list[AuditRecord]:
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.name == name)))


@pytest.mark.parametrize("which", ["phone", "email", "number"])
def test_an_account_is_found_by_each_exact_identifier(desk, which):
    person = a_person()
    citizen = a_citizen(person)

    assert desk.look_up(f" {getattr(person, which)} ", OPERATOR) is citizen


def test_a_part_of_an_identifier_finds_nobody(desk):
    person = a_person()
    a_citizen(person)

    assert desk.look_up(person.number[:-1], OPERATOR) is None
    assert desk.look_up(person.name, OPERATOR) is None


def test_every_search_is_recorded_found_or_not(desk):
    person = a_person()
    citizen = a_citizen(person)

    desk.look_up(person.email, OPERATOR)
    desk.look_up("0912345678", OPERATOR)

    found, nobody = recorded("help_desk.looked_up")
    assert (found.citizen_id, found.operator_id, found.details) == (citizen.id, OPERATOR, {"kind": "email"})
    assert (nobody.citizen_id, nobody.details) == (None, {"kind": "phone"})


def test_a_closed_account_is_not_there(desk):
    citizen = a_citizen(state="closed")

    assert desk.standing(citizen.id) is None
    assert desk.sign_out(wish(citizen)) is NotDone.NO_ACCOUNT


def test_how_an_account_stands_holds_no_value_of_a_person(desk, doors):
    person = a_person()
    citizen = a_citizen(person, totp=TOTP_KEY, sms_factor=True)
    signed_in(doors, citizen, "pwd", "otp")

    standing = desk.standing(citizen.id)

    assert (standing.factors, standing.sessions, standing.slowed) == (("totp", "sms"), 1, None)
    assert [record.name for record in standing.lately] == ["sign_in.succeeded"]
    assert not [value for value in vars(person).values() if value in repr(standing)]


def test_what_happened_earlier_is_not_shown(desk, doors, clock):
    citizen = a_citizen()
    signed_in(doors, citizen)

    clock.advance(days=8)

    assert desk.standing(citizen.id).lately == ()


def test_unlocking_lets_somebody_try_again_from_wherever_they_failed(desk, doors, at_home):
    person = a_person()
    citizen = a_citizen(person, totp=TOTP_KEY)
    while not isinstance(wrongly(doors, person, at_home), Slowed):
        pass
    assert doors.guesses.slowed_anywhere([f"password:{citizen.phone_index}"]) is None  # one network only

    assert desk.unlock(wish(citizen, Reason.FORGOTTEN)) is None

    assert isinstance(wrongly(doors, person, at_home), Refused)
    assert recorded("help_desk.unlocked")[0].details == {"reason": "forgotten"}


def test_a_wait_from_anywhere_is_seen(desk, doors):
    citizen = a_citizen()
    target = f"second_factor:{citizen.id}"
    assert doors.throttle.take_slower(target, [timedelta(minutes=5)] * 25, timedelta(days=1))

    assert isinstance(desk.standing(citizen.id).slowed, Slowed)

    desk.unlock(wish(citizen))
    assert desk.standing(citizen.id).slowed is None


def test_resetting_takes_every_factor_and_code_and_session(desk, doors, mailbox):
    citizen = a_citizen(totp=TOTP_KEY, sms_factor=True)
    doors.printed_codes.renew(citizen.id)
    signed_in(doors, citizen, "pwd", "otp")
    password = citizen.password_hash

    assert desk.reset_factor(wish(citizen)) is None

    assert not citizen.has_second_factor
    assert doors.printed_codes.left(citizen.id) == 0
    assert doors.sessions.of(citizen.id) == []
    assert citizen.password_hash == password
    told = [address for address, notice in mailbox.notices if notice == "factor_reset"]
    assert len(told) == 2  # the phone and the e-mail address
    record = recorded("help_desk.factor_reset")[0]
    assert record.details == {"reason": "lost_phone", "factors": ["totp", "sms"]}


def test_without_a_factor_there_is_nothing_to_reset(desk, mailbox):
    assert desk.reset_factor(wish(a_citizen())) is NotDone.WITHOUT_FACTOR
    assert mailbox.told() == []


def test_a_suspended_account_is_shut_at_once(desk, doors, mailbox):
    citizen = a_citizen()
    cookie = signed_in(doors, citizen).cookie

    assert desk.suspend(wish(citizen, Reason.MISUSE)) is None

    assert doors.sessions.current(cookie) is None
    assert citizen.state == "suspended"
    assert "account_suspended" in mailbox.told()


def test_it_is_suspended_once_and_let_back_once(app, desk, ground, doors, services):
    citizen = a_citizen()
    wanted = wish(citizen)

    done = race(app, 4, lambda _place: desk.suspend(wanted))
    assert sorted(done, key=str) == [None, *[NotDone.WRONG_STATE] * 3]

    assert desk.unlock(wanted) is NotDone.WRONG_STATE
    assert desk.reset_factor(wanted) is NotDone.WRONG_STATE
    assert [desk.let_back(wanted), desk.let_back(wanted)] == [None, NotDone.WRONG_STATE]


def wrongly(doors, person, browser):
    return doors.sign_in.with_password(
        person.phone, PASSWORD + "x", browser, request=None, is_shared_device=False
    )
