"""Codes by SMS and mail: for one purpose and one owner, five guesses, accepted once."""

import pytest

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.one_time_codes import (
    Accepted,
    CodeOver,
    NotACode,
    Purpose,
    Sent,
    TooMany,
    TooSoon,
    WrongCode,
    read,
)
from idp.store.db import db
from idp.store.models import OneTimeCode
from idp.web.current import services as running_services
from tests.citizens.conftest import ELSEWHERE, HOME
from tests.citizens.racing import race
from tests.deliveries import messages_to

PHONE = Contact(ContactKind.PHONE, "+84912345678")
OWNER = "registration:1"


@pytest.fixture
def codes(app):
    return running_services().registration._mail.codes


def send(codes, *, to=PHONE, purpose=Purpose.REGISTER, owner=OWNER, network=HOME):
    return codes.send(to, purpose, owner, network=network, language="vi")


def newest(to=PHONE):
    return messages_to(to.value)[0].code


def other_than(code):
    return f"{(int(code) + 1) % 10**6:06d}"


def test_a_code_is_sent_and_accepted_once(codes, clock):
    sent = send(codes)
    code = newest()

    assert isinstance(sent, Sent)
    assert codes.check(Purpose.REGISTER, OWNER, code) == Accepted()
    assert isinstance(codes.check(Purpose.REGISTER, OWNER, code), CodeOver)


@pytest.mark.parametrize("spelling", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}.{1}"])
def test_a_code_may_be_typed_as_it_is_read_out(codes, spelling):
    send(codes)
    code = newest()

    assert codes.check(Purpose.REGISTER, OWNER, spelling.format(code[:3], code[3:])) == Accepted()


def test_digits_of_any_width_are_digits():
    assert read("４８２９１３") == "482913"
    assert [read(text) for text in ("", "12345", "1234567", "12345a", "x" * 1000, "\0" * 6)] == [None] * 6


def test_a_code_is_good_for_its_purpose_and_its_owner_only(codes):
    send(codes)
    code = newest()

    assert isinstance(codes.check(Purpose.RECOVER, OWNER, code), CodeOver)
    assert isinstance(codes.check(Purpose.REGISTER, "registration:2", code), CodeOver)
    assert codes.check(Purpose.REGISTER, OWNER, code) == Accepted()


def test_five_guesses_end_a_code_even_for_who_has_it(codes):
    send(codes)
    code = newest()
    answers = [codes.check(Purpose.REGISTER, OWNER, other_than(code)) for _ in range(5)]

    assert answers[:4] == [WrongCode(left) for left in (4, 3, 2, 1)]
    assert isinstance(answers[4], CodeOver)
    assert isinstance(codes.check(Purpose.REGISTER, OWNER, code), CodeOver)


def test_what_cannot_be_a_code_costs_no_guess(codes):
    send(codes)
    for _ in range(20):
        assert isinstance(codes.check(Purpose.REGISTER, OWNER, "12"), NotACode)

    assert codes.check(Purpose.REGISTER, OWNER, newest()) == Accepted()


def test_a_code_lives_five_minutes(codes, clock):
    send(codes)
    code = newest()
    clock.advance(minutes=5)

    assert isinstance(codes.check(Purpose.REGISTER, OWNER, code), CodeOver)


def test_another_code_is_sent_after_a_minute_and_the_first_stays_good(codes, clock):
    send(codes)
    first = newest()
    clock.advance(seconds=59)
    assert isinstance(send(codes), TooSoon)
    clock.advance(seconds=1)
    assert isinstance(send(codes), Sent)
    second = newest()

    assert codes.check(Purpose.REGISTER, OWNER, first) == Accepted()
    assert isinstance(codes.check(Purpose.REGISTER, OWNER, second), CodeOver)


def test_guesses_count_against_every_code_that_is_open(codes, clock):
    send(codes)
    clock.advance(minutes=1)
    send(codes)
    wrong = other_than(newest())
    for _ in range(5):
        codes.check(Purpose.REGISTER, OWNER, wrong)

    assert isinstance(codes.check(Purpose.REGISTER, OWNER, newest()), CodeOver)


def test_one_contact_gets_a_few_codes_a_day_whoever_asks(codes, clock):
    outcomes = [send(codes, owner=f"registration:{number}", network=ELSEWHERE) for number in range(9)]

    assert [type(outcome) for outcome in outcomes] == [Sent] * 8 + [TooMany]
    clock.advance(hours=24)
    assert isinstance(send(codes), Sent)


def test_pretending_looks_like_sending_and_no_code_is_right(codes):
    pretended = codes.pretend(PHONE.value, Purpose.REGISTER, OWNER, network=HOME)

    assert pretended == send(codes, owner="registration:2", to=Contact(ContactKind.PHONE, "+84912345679"))
    assert isinstance(codes.pretend(PHONE.value, Purpose.REGISTER, OWNER, network=HOME), TooSoon)
    assert codes.check(Purpose.REGISTER, OWNER, "000000") == WrongCode(4)
    assert messages_to(PHONE.value) == []


def test_neither_codes_nor_contacts_can_be_read_in_the_table(codes):
    send(codes)
    code = newest()
    row = db.session.query(OneTimeCode).one()

    text = " ".join(str(getattr(row, column.name)) for column in OneTimeCode.__table__.columns)
    assert code not in text
    assert "912345678" not in text


def test_of_many_who_type_a_code_at_once_one_is_accepted(app, codes):
    send(codes)
    code = newest()

    answers = race(
        app, 5, lambda _: running_services().registration._mail.codes.check(Purpose.REGISTER, OWNER, code)
    )

    assert [answer for answer in answers if isinstance(answer, Accepted)] == [Accepted()]


def test_guessing_in_parallel_gets_no_more_than_five_answers(app, codes):
    send(codes)
    wrong = other_than(newest())

    answers = race(
        app, 12, lambda _: running_services().registration._mail.codes.check(Purpose.REGISTER, OWNER, wrong)
    )

    assert sum(isinstance(answer, WrongCode) for answer in answers) == 4
