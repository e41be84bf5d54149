"""A way back in: a code from a contact, a second proof, a new password; never around the second factor."""

import itertools
from dataclasses import replace

import pytest

from idp.citizens.entrance import Browser, Entered
from idp.citizens.one_time_codes import Accepted, Sent, TooMany, WrongCode
from idp.citizens.password_check import Refused
from idp.citizens.password_policy import Refusal, Weakness
from idp.citizens.proofing.claim import Claim
from idp.citizens.recovery import Differs, NoTriesLeft, Over, Shown, Way
from idp.citizens.second_factor import NoCode, Wrong
from idp.citizens.sign_in import CodeNeeded
from idp.citizens.throttle import Slowed
from idp.registry.birth_date import BirthDate
from idp.store.db import db
from idp.web.current import services as running_services
from tests.builders import PASSWORD, TOTP_KEY, Person, a_citizen, one_time_code
from tests.citizens.conftest import ELSEWHERE, HOME
from tests.citizens.proofing.people import newest_code, told
from tests.citizens.racing import race

NEW = "sen hồng tháng sáu"
PERSON = Person()
CLAIM = Claim(PERSON.number, PERSON.name, BirthDate(1990, 5, 17))


@pytest.fixture
def desk(services):
    return services.recovery


@pytest.fixture
def simple(app):
    """An account with a password only."""
    return a_citizen(PERSON)


@pytest.fixture
def careful(app):
    """An account with an authenticator app."""
    return a_citizen(PERSON, totp=TOTP_KEY)


def begin(desk, login=PERSON.phone, network=HOME):
    cookie, sending = desk.begin(login, network=network, language="vi")
    return cookie, sending


def proved_contact(desk, login=PERSON.phone, address=None):
    cookie, _ = begin(desk, login)
    lost = desk.find(cookie)
    assert desk.code(lost, newest_code(address or PERSON.phone)) == Accepted()
    return desk.find(cookie)


def again(desk, lost):
    """The same recovery as the next request finds it."""
    db.session.expire_all()
    row = desk._rows.find(lost.row.digest)
    return replace(lost, row=row) if row else None


@pytest.mark.parametrize(
    ("login", "address"),
    [
        (PERSON.phone, PERSON.phone),
        ("0900 000 017", PERSON.phone),
        (PERSON.email, PERSON.email),
        (PERSON.number, PERSON.phone),
    ],
)
def test_the_code_goes_to_what_is_kept(desk, simple, login, address):
    assert proved_contact(desk, login, address).row.contact_proved_at is not None


def test_an_unknown_login_looks_the_same_from_here(desk, simple):
    known, unknown = begin(desk)[1], begin(desk, "0911 111 111", ELSEWHERE)[1]

    assert known == unknown
    lost = desk.find(begin(desk, "0911 111 112")[0])
    assert lost.citizen is None
    assert desk.code(lost, "000000") == WrongCode(4)


def test_whoever_reads_the_unknown_contact_is_told(desk):
    begin(desk, "0911 111 111")

    assert "khong co tai khoan nao dung so nay" in told("+84911111111")


@pytest.mark.parametrize("login", ["", "x", "\0", "a" * 5_000, "@", "098172000999", "\ud800"])
def test_anything_may_be_typed(desk, login):
    assert isinstance(begin(desk, login)[1], Sent)


def test_one_contact_is_not_written_to_without_end(desk, simple):
    assert [type(begin(desk, network=f"n{place}")[1]) for place in range(9)] == [Sent] * 8 + [TooMany]


def test_a_suspended_account_is_not_recovered(desk, simple):
    simple.state = "suspended"

    assert desk.find(begin(desk)[0]).citizen is None


def test_an_account_without_second_factor_is_recovered_by_who_one_is(services, desk, simple, at_home):
    lost = proved_contact(desk)

    assert desk.ways(lost) == (Way.IDENTITY,)
    assert isinstance(desk.with_identity(lost, CLAIM), Shown)
    assert isinstance(desk.choose_password(again(desk, lost), NEW, network=HOME), Shown)
    entered = services.sign_in.with_password(PERSON.phone, NEW, at_home, request=None, is_shared_device=False)
    assert isinstance(entered, Entered)
    old = services.sign_in.with_password(
        PERSON.phone, PASSWORD, at_home, request=None, is_shared_device=False
    )
    assert isinstance(old, Refused)


@pytest.mark.parametrize(
    "claim",
    [
        replace(CLAIM, number="099190000018"),
        replace(CLAIM, name="Nguyễn Thị Quyên"),
        replace(CLAIM, birth_date=BirthDate(1990)),
    ],
)
def test_identity_is_all_or_nothing_and_five_times_a_day(desk, simple, claim):
    lost = proved_contact(desk)

    assert [type(desk.with_identity(lost, claim)) for _ in range(6)] == [Differs] * 5 + [NoTriesLeft]
    assert isinstance(desk.with_identity(lost, CLAIM), NoTriesLeft)


def test_a_second_factor_is_never_gone_around(services, desk, careful, at_home):
    lost = proved_contact(desk)

    assert Way.IDENTITY not in desk.ways(lost)
    assert isinstance(desk.with_identity(lost, CLAIM), Over)
    assert isinstance(desk.choose_password(lost, NEW, network=HOME), Over)
    assert isinstance(desk.with_code(lost, Way.TOTP, "12", network=HOME), NoCode)
    assert isinstance(desk.with_code(lost, Way.TOTP, "000000", network=HOME), Wrong)
    assert isinstance(desk.with_code(lost, Way.TOTP, one_time_code(), network=HOME), Shown)
    assert isinstance(desk.choose_password(again(desk, lost), NEW, network=HOME), Shown)
    signed = services.sign_in.with_password(PERSON.phone, NEW, at_home, request=None, is_shared_device=False)
    assert isinstance(signed, CodeNeeded)


def test_a_recovery_code_does_and_is_spent(services, desk, careful):
    code = services.printed_codes.renew(careful.id)[0]
    lost = proved_contact(desk)

    assert desk.ways(lost) == (Way.TOTP, Way.RECOVERY_CODE)
    assert isinstance(desk.with_code(lost, Way.RECOVERY_CODE, code, network=HOME), Shown)
    assert services.printed_codes.left(careful.id) == 9
    assert isinstance(
        desk.with_code(
            proved_contact(desk, PERSON.email, PERSON.email), Way.RECOVERY_CODE, code, network=HOME
        ),
        Wrong,
    )


def test_where_codes_come_by_sms_the_phone_is_the_factor(desk, app):
    a_citizen(PERSON, sms_factor=True)

    assert desk.ways(proved_contact(desk)) == (Way.IDENTITY,)
    assert desk.ways(proved_contact(desk, PERSON.email, PERSON.email)) == ()


def test_guessing_the_second_factor_is_slowed(desk, careful):
    lost = proved_contact(desk)
    verdicts = [desk.with_code(lost, Way.TOTP, "000000", network=HOME) for _ in range(7)]

    assert isinstance(verdicts[-1], Slowed)


def test_every_order_of_steps_but_the_right_one_leads_nowhere(services, desk, careful):
    cookie, _ = begin(desk)
    lost = desk.find(cookie)
    code = newest_code(PERSON.phone)
    steps = {
        "contact": lambda: desk.code(again(desk, lost), code),
        "proof": lambda: desk.with_code(again(desk, lost), Way.TOTP, one_time_code(), network=HOME),
        "password": lambda: desk.choose_password(again(desk, lost), NEW, network=HOME),
    }
    for order in itertools.permutations(steps):
        if order == ("contact", "proof", "password"):
            continue
        done = []
        for name in order:
            if name != "contact":
                done.append(steps[name]())
            if name == "contact":
                break
        assert all(isinstance(outcome, Over) for outcome in done), order


def test_a_recovery_ends_with_its_password(desk, simple):
    lost = proved_contact(desk)
    desk.with_identity(lost, CLAIM)
    lost = again(desk, lost)
    desk.choose_password(lost, NEW, network=HOME)

    assert isinstance(desk.choose_password(lost, "con bò vàng ăn cỏ", network=HOME), Over)
    assert again(desk, lost) is None


def test_a_recovery_lives_half_an_hour(desk, simple, clock):
    cookie, _ = begin(desk)
    clock.advance(minutes=30)

    assert desk.find(cookie) is None
    assert desk.find(None) is desk.find("another") is None


@pytest.mark.parametrize(
    ("password", "weakness"),
    [("ngắn quá", Weakness.TOO_SHORT), ("nguyen thi quynh 1990", Weakness.ABOUT_YOU)],
)
def test_the_new_password_is_judged_as_any_other(desk, simple, password, weakness):
    lost = proved_contact(desk)
    desk.with_identity(lost, CLAIM)

    refusal = desk.choose_password(again(desk, lost), password, network=HOME)

    assert isinstance(refusal, Refusal)
    assert refusal.weakness is weakness


def test_beside_a_second_factor_eight_characters_do(desk, careful):
    lost = proved_contact(desk)

    assert desk.least_length(lost) == 8


def test_everything_the_old_password_opened_is_closed_and_told(services, desk, simple, at_home):
    entered = services.sign_in.with_password(
        PERSON.phone, PASSWORD, at_home, request=None, is_shared_device=False
    )
    lost = proved_contact(desk)
    desk.with_identity(lost, CLAIM)

    desk.choose_password(again(desk, lost), NEW, network=HOME)

    assert services.sessions.current(entered.cookie) is None
    assert "da duoc khoi phuc" in told(PERSON.phone)
    assert "đã được khôi phục" in told(PERSON.email)


def test_a_login_that_strangers_have_exhausted_opens_again(services, desk, simple, clock, at_home):
    stranger = Browser(network=ELSEWHERE)
    for _ in range(40):
        services.sign_in.with_password(PERSON.phone, "x", stranger, request=None, is_shared_device=False)
        clock.advance(minutes=16)
    blocked = services.sign_in.with_password(
        PERSON.phone, PASSWORD, at_home, request=None, is_shared_device=False
    )
    assert isinstance(blocked, Slowed)
    lost = proved_contact(desk)
    desk.with_identity(lost, CLAIM)

    desk.choose_password(again(desk, lost), NEW, network=HOME)

    entered = services.sign_in.with_password(PERSON.phone, NEW, at_home, request=None, is_shared_device=False)
    assert isinstance(entered, Entered)


def test_of_several_tabs_one_sets_the_password(app, desk, simple):
    lost = proved_contact(desk)
    desk.with_identity(lost, CLAIM)
    lost = again(desk, lost)
    digest = lost.row.digest
    passwords = ["sen hồng tháng sáu", "con bò vàng ăn cỏ xanh", "ngôi nhà có 3 cây", "đám mây tím buổi sớm"]

    def choose(place):
        found = running_services().recovery
        row = found._rows.find(digest)
        if row is None:
            return None
        citizen = found._proofs.credentials.find(row.citizen_id)
        return found.choose_password(replace(lost, row=row, citizen=citizen), passwords[place], network=HOME)

    assert sum(isinstance(outcome, Shown) for outcome in race(app, 4, choose)) == 1


def test_an_account_without_any_proof_is_for_the_desk(desk, app):
    person = Person(phone="+84900000018", email="other@dan.anlien.example", number="099190000018")
    citizen = a_citizen(person)
    citizen.identity_sealed, citizen.number_index = None, None

    assert desk.ways(proved_contact(desk, person.phone, person.phone)) == ()
