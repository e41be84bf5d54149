"""Behind a link by mail: a name, a password, a factor; then the link is spent."""

import pytest
from sqlalchemy import select

from idp.operators.accounts import NotMade
from idp.operators.enrolment import NotEnrolled
from idp.operators.inviting import Wish
from idp.operators.links import LIFETIME
from idp.operators.pace import Slowed
from idp.operators.rights import Role
from idp.operators.sign_in import Shown
from idp.store.db import db
from idp.store.models import AuditRecord, Operator, OperatorEnrolment
from idp.web.current import services
from tests.builders import one_time_code
from tests.citizens.racing import race
from tests.operators.conftest import PASSWORD
from tests.operators.passkey_device import Device
from tests.staff import OPERATOR_PASSWORD, an_operator, newest_letter, secret_in

ADDRESS = "minh@soyte.example"


@pytest.fixture
def enrolment(app):
    return services().operator_desk.enrolment


@pytest.fixture
def secret(app, personal):
    """What is in the address of an invitation to minh."""
    personal.learn(ADDRESS, PASSWORD)
    services().operator_desk.inviting.invite(an_operator(), Wish(ADDRESS, "approver", language="en"))
    db.session.commit()
    return secret_in(newest_letter()[2])


@pytest.fixture
def link(enrolment, secret):
    return enrolment.find(secret)


def test_the_secret_is_kept_as_a_digest_and_the_address_sealed(secret):
    (row,) = db.session.scalars(select(OperatorEnrolment))

    assert secret not in str(vars(row))
    assert ADDRESS.encode() not in row.email_sealed


def test_with_an_app_the_account_is_made(enrolment, link, clock):
    assert enrolment.choose(link, " Minh ", PASSWORD) is None
    assert enrolment.with_app(link, one_time_code(enrolment.app_key(link), clock())) is None

    made = db.session.scalars(select(Operator).where(Operator.username == "minh")).one()
    assert (made.role, made.unit, made.state, made.locale) == ("approver", None, "active", "en")
    assert services().operator_desk.addresses.of(made) == ADDRESS
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.enrolled")).one()
    assert told.operator_id == made.id
    assert told.details["factor"] == "app"


def test_the_code_that_was_shown_does_not_open_again(enrolment, link, clock):
    code = one_time_code(enrolment.app_key(link), clock())
    enrolment.choose(link, "minh", PASSWORD)
    enrolment.with_app(link, code)

    sign_in = services().operator_desk.sign_in
    assert not hasattr(sign_in.enter(Shown("minh", PASSWORD, code, "n"), None), "cookie")


def test_with_a_passkey_the_account_has_no_app(enrolment, link):
    enrolment.choose(link, "minh", PASSWORD)
    device = Device()
    assert enrolment.with_passkey(link, device.make(enrolment.ask_for_passkey(link)), "laptop") is None

    made = db.session.scalars(select(Operator).where(Operator.username == "minh")).one()
    assert made.totp_sealed is None
    assert [each.name for each in services().operator_desk.passkeys.of(made.id)] == ["laptop"]
    door = services().operator_desk.passkey_sign_in
    assert door.enter(device.sign(door.ask("n")), None).session.operator_id == made.id


def test_an_account_without_an_app_does_not_open_with_a_password(enrolment, link, clock):
    enrolment.choose(link, "minh", PASSWORD)
    enrolment.with_passkey(link, Device().make(enrolment.ask_for_passkey(link)), "")

    for code in ("", "000000", one_time_code(at=clock())):
        outcome = services().operator_desk.sign_in.enter(Shown("minh", PASSWORD, code, "n"), None)
        assert not hasattr(outcome, "cookie")


def test_a_link_is_spent_once(enrolment, link, secret, clock):
    enrolment.choose(link, "minh", PASSWORD)
    enrolment.with_app(link, one_time_code(enrolment.app_key(link), clock()))
    db.session.commit()

    assert enrolment.find(secret) is None
    assert enrolment.with_app(link, one_time_code(enrolment.app_key(link), clock())) is NotEnrolled.OVER
    assert len(db.session.scalars(select(Operator)).all()) == 2


def test_a_link_is_over_after_three_days(enrolment, secret, clock):
    clock.advance(seconds=LIFETIME.total_seconds() - 1)
    assert enrolment.find(secret) is not None
    clock.advance(seconds=1)

    assert enrolment.find(secret) is None


@pytest.mark.parametrize("wrong", ["", "x", "\udcff", "a" * 10_000])
def test_what_is_no_secret_leads_nowhere(enrolment, secret, wrong):
    assert enrolment.find(wrong) is None


@pytest.mark.parametrize(
    ("name", "password", "refusal"),
    [
        ("lan", PASSWORD, NotMade.TAKEN),
        ("Minh Nguyễn", PASSWORD, NotMade.BAD_NAME),
        ("minh", "short", NotMade.SHORT_PASSWORD),
        ("minh", "passwordpassword", NotMade.WEAK_PASSWORD),
    ],
)
def test_what_cannot_be_chosen_is_refused(enrolment, link, name, password, refusal):
    assert enrolment.choose(link, name, password) is refusal
    assert link.username is None


def test_a_factor_alone_makes_no_account(enrolment, link, clock):
    code = one_time_code(enrolment.app_key(link), clock())
    answer = Device().make(enrolment.ask_for_passkey(link) if link.username else _options(link))

    assert enrolment.with_app(link, code) is NotEnrolled.NOT_CHOSEN
    assert enrolment.with_passkey(link, answer, "") is NotEnrolled.NOT_CHOSEN


def _options(link):
    from idp.operators.passkeys import Purpose

    return services().operator_desk.passkeys.ask_to_make(Purpose.ENROL, link.id, "minh")


@pytest.mark.parametrize("code", ["", "000000", "12345\0"])
def test_a_wrong_code_leaves_the_link(enrolment, link, secret, code):
    enrolment.choose(link, "minh", PASSWORD)

    assert enrolment.with_app(link, code) is NotEnrolled.WRONG_CODE
    assert enrolment.find(secret) is not None


def test_an_unproven_passkey_leaves_the_link(enrolment, link, secret):
    enrolment.choose(link, "minh", PASSWORD)
    answer = Device().make(enrolment.ask_for_passkey(link), verified=False)

    assert enrolment.with_passkey(link, answer, "") is NotEnrolled.NOT_PROVEN
    assert enrolment.find(secret) is not None


def test_a_name_that_was_taken_meanwhile_leaves_the_link(enrolment, link, secret, clock):
    enrolment.choose(link, "minh", PASSWORD)
    an_operator("minh", Role.AUDITOR)

    assert enrolment.with_app(link, one_time_code(enrolment.app_key(link), clock())) is NotEnrolled.TAKEN
    assert enrolment.find(secret) is not None


def test_one_of_two_at_once_gets_the_account(app, enrolment, link, clock):
    enrolment.choose(link, "minh", PASSWORD)
    code, link_id = one_time_code(enrolment.app_key(link), clock()), link.id

    def finish(_place):
        mine = db.session.get(OperatorEnrolment, link_id)
        return services().operator_desk.enrolment.with_app(mine, code)

    assert sorted(race(app, 2, finish), key=str) == [None, NotEnrolled.OVER]


@pytest.fixture
def mending(enrolment):
    """A link to a new factor of binh, who has forgotten theirs."""
    binh = an_operator("binh", Role.AUDITOR, address="binh@so.example")
    services().operator_desk.roster.reset_factor(an_operator(), binh)
    db.session.commit()
    return enrolment.find(secret_in(newest_letter()[2]))


def test_a_new_factor_asks_for_the_password_first(enrolment, mending):
    assert enrolment.username_of(mending) == "binh"
    assert enrolment.recognise(mending, "wrong", "n") is NotEnrolled.WRONG_PASSWORD
    assert mending.username is None
    assert enrolment.recognise(mending, OPERATOR_PASSWORD, "n") is None


def test_guessing_the_password_is_slowed(enrolment, mending):
    outcomes = [enrolment.recognise(mending, "wrong", "n") for _ in range(7)]

    assert isinstance(outcomes[-1], Slowed)
    assert isinstance(enrolment.recognise(mending, OPERATOR_PASSWORD, "n"), Slowed)


def test_a_new_factor_is_in_force(enrolment, mending, clock):
    enrolment.recognise(mending, OPERATOR_PASSWORD, "n")
    key = enrolment.app_key(mending)
    clock.advance(minutes=1)
    assert enrolment.with_app(mending, one_time_code(key, clock())) is None
    clock.advance(minutes=1)

    shown = Shown("binh", OPERATOR_PASSWORD, one_time_code(key, clock()), "n")
    assert services().operator_desk.sign_in.enter(shown, None).cookie
    assert newest_letter()[0] == "binh@so.example"
