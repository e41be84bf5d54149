"""Registering, second half: password, second factor, recovery codes, and being signed in."""

import pyotp
import pytest

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.entrance import Entered
from idp.citizens.one_time_codes import NotACode, TooSoon, WrongCode
from idp.citizens.password_policy import ALONE, WITH_SECOND_FACTOR, Refusal, Weakness
from idp.citizens.proofing.dossiers import MovedOn
from idp.citizens.proofing.flow import Step, due
from idp.citizens.proofing.securing import CodeDiffers, SignInAgain
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services as running_services
from tests.citizens.conftest import HOME
from tests.citizens.proofing.people import LONG, WAY, accepted, newest_code, opened
from tests.citizens.racing import race
from tests.deliveries import messages_to

SHORT = "mưa tím 42 gà"
MAIL = Contact(ContactKind.EMAIL, "bay@dan.anlien.example")
PHONE = Contact(ContactKind.PHONE, "+84912345600")


@pytest.fixture
def desk(services):
    return services.securing


def the_citizen(dossier):
    return db.session.get(Citizen, dossier.progress.citizen_id)


def with_app(services, dossier, clock):
    dossier = services.securing.factor(dossier, "totp", WAY)
    code = pyotp.TOTP(dossier.progress.totp_key).at(clock())
    return services.securing.authenticator(dossier, code, WAY), code


def test_a_short_password_does_while_a_second_factor_may_follow(services, desk):
    dossier = desk.password(accepted(services), SHORT, WAY)

    assert desk.least_length(dossier) == WITH_SECOND_FACTOR
    assert due(dossier.progress) is Step.FACTOR


def test_putting_the_factor_off_needs_a_password_that_stands_alone(services, desk):
    dossier = desk.factor(desk.password(accepted(services), SHORT, WAY), "later", WAY)

    assert due(dossier.progress) is Step.FACTOR
    assert desk.least_length(dossier) == ALONE
    assert desk.password(dossier, "mưa tím 42 ga", WAY) == Refusal(Weakness.TOO_SHORT, ALONE, 13)
    assert due(desk.password(dossier, LONG, WAY).progress) is Step.CODES


@pytest.mark.parametrize("password", ["Trần Thị Bảy 1972", "098172000101 0912"])
def test_a_password_is_checked_against_what_was_entered(services, desk, password):
    assert desk.password(accepted(services), password, WAY) == Refusal(Weakness.ABOUT_YOU)


def test_an_app_counts_once_it_has_shown_a_code(services, desk, clock):
    dossier = desk.password(accepted(services), SHORT, WAY)
    offered = desk.factor(dossier, "totp", WAY)

    assert isinstance(desk.authenticator(offered, "12", WAY), NotACode)
    wrong = "000000" if pyotp.TOTP(offered.progress.totp_key).at(clock()) != "000000" else "111111"
    assert isinstance(desk.authenticator(offered, wrong, WAY), CodeDiffers)
    done, _ = with_app(services, offered, clock)
    assert the_citizen(done).totp_sealed is not None


def test_the_key_stays_the_same_when_the_page_is_opened_again(services, desk):
    dossier = desk.factor(desk.password(accepted(services), SHORT, WAY), "totp", WAY)

    assert desk.factor(dossier, "totp", WAY).progress.totp_key == dossier.progress.totp_key


def test_the_code_that_confirmed_the_app_does_not_sign_in(services, desk, clock):
    done, code = with_app(services, desk.password(accepted(services), SHORT, WAY), clock)

    from idp.citizens.second_factor import Factor, UsedBefore

    verdict = services.second_factor.check(
        the_citizen(done), Factor.TOTP, code, "x", network=HOME, on_own_device=False
    )
    assert isinstance(verdict, UsedBefore)


def test_a_confirmed_phone_needs_no_second_code_for_sms(services, desk):
    done = desk.factor(desk.password(accepted(services), SHORT, WAY), "sms", WAY)

    assert the_citizen(done).sms_factor
    assert the_citizen(done).has_second_factor


def test_whoever_came_by_mail_confirms_a_phone_for_sms(services, desk):
    dossier = desk.factor(desk.password(accepted(services, contact=MAIL), SHORT, WAY), "sms", WAY)
    assert due(dossier.progress) is Step.PHONE
    dossier = desk.phone(dossier, PHONE, network=HOME, language="vi")
    assert isinstance(desk.resend(dossier, network=HOME, language="vi"), TooSoon)
    code = newest_code(PHONE.value)
    assert isinstance(desk.confirm_phone(dossier, f"{(int(code) + 1) % 10**6:06d}", WAY), WrongCode)

    done = desk.confirm_phone(dossier, code, WAY)

    citizen = the_citizen(done)
    assert citizen.sms_factor
    assert citizen.phone_sealed
    assert citizen.email_sealed


def test_a_phone_of_another_account_gets_a_letter_and_no_code(services, desk):
    from tests.builders import Person, a_citizen

    person = Person()
    a_citizen(person)
    dossier = desk.factor(desk.password(accepted(services, contact=MAIL), SHORT, WAY), "sms", WAY)
    moved = desk.phone(dossier, Contact(ContactKind.PHONE, person.phone), network=HOME, language="vi")

    assert due(moved.progress) is Step.PHONE_CODE
    assert messages_to(person.phone)[0].code is None


def test_no_other_factor_exists(services, desk):
    with pytest.raises(ValueError, match="no such"):
        desk.factor(desk.password(accepted(services), SHORT, WAY), "fingerprint", WAY)


def test_the_end_signs_in_at_the_level_that_was_shown(services, desk, clock, at_home):
    done, _ = with_app(services, desk.password(accepted(services), SHORT, WAY), clock)

    entered = desk.keep_codes(done, at_home)

    assert isinstance(entered, Entered)
    assert (entered.session.level, entered.session.methods) == (2, ["pwd", "otp", "mfa"])


@pytest.mark.parametrize(
    ("factor", "reached"), [("sms", (2, ["pwd", "sms", "mfa"])), ("later", (1, ["pwd"]))]
)
def test_the_other_ways_end_at_their_levels(services, desk, at_home, factor, reached):
    entered = desk.keep_codes(opened(services, factor=factor), at_home)

    assert (entered.session.level, entered.session.methods) == reached


def test_a_password_of_hours_ago_is_asked_for_again(services, desk, clock, at_home):
    dossier = opened(services)
    clock.advance(hours=1, seconds=1)

    assert isinstance(desk.keep_codes(dossier, at_home), SignInAgain)


def test_the_codes_are_forgotten_once_they_were_kept(services, desk, at_home):
    dossier = opened(services)
    assert len(dossier.progress.printed_codes) == 10
    desk.keep_codes(dossier, at_home)

    with pytest.raises(MovedOn):
        desk.keep_codes(dossier, at_home)


def test_of_two_tabs_that_finish_one_opens_the_account(app, services):
    dossier = services.securing.password(accepted(services), LONG, WAY)

    def finish(_):
        try:
            return running_services().securing.factor(dossier, "later", WAY)
        except MovedOn:
            return None

    done = [finished for finished in race(app, 4, finish) if finished]

    assert len(done) == 1
    assert db.session.query(Citizen).count() == 1


def test_two_people_with_one_number_get_one_account(app, services):
    one = services.securing.password(accepted(services), LONG, WAY)
    other_contact = Contact(ContactKind.PHONE, "+84912345699")
    other = services.securing.password(accepted(services, contact=other_contact), LONG, WAY)

    race(app, 2, lambda place: running_services().securing.factor((one, other)[place], "later", WAY))

    assert db.session.query(Citizen).count() == 1
