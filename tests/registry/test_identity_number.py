"""`idp/registry/identity_number.py`: what citizens type, and what may never refuse them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.registry.identity_number import PROVINCES, IdentityNumber, NumberProblem, mask, normalise, parse
from idp.registry.mock.persona_table import LINES

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "098172000101",
        " 098 172 000 101 ",
        "098.172.000.101",
        "098-172-000-101",
        "０９８１７２０００１０１",
        "098\u00a0172\u3000000101",
        "\ufeff098172000101\u200b",
    ],
)
def test_spaces_dots_and_full_width_digits_are_forgiven(typed):
    assert parse(typed, today=TODAY) == IdentityNumber("098172000101")


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NumberProblem.NOT_TWELVE_DIGITS),
        ("09817200010", NumberProblem.NOT_TWELVE_DIGITS),
        ("0981720001011", NumberProblem.NOT_TWELVE_DIGITS),
        ("09817200010a", NumberProblem.NOT_TWELVE_DIGITS),
        ("٠٩٨١٧٢٠٠٠١٠١", NumberProblem.NOT_TWELVE_DIGITS),
        ("098172000101\0", NumberProblem.NOT_TWELVE_DIGITS),
        ("0" * 100_000, NumberProblem.NOT_TWELVE_DIGITS),
        ("900 000 118", NumberProblem.OLD_NINE_DIGITS),
        ("097172000101", NumberProblem.UNKNOWN_PREFIX),
        ("023172000101", NumberProblem.UNKNOWN_PREFIX),
        ("296172000101", NumberProblem.UNKNOWN_PREFIX),
        ("098296000126", NumberProblem.BIRTH_YEAR_IN_FUTURE),
        ("098400000126", NumberProblem.BIRTH_YEAR_IN_FUTURE),
    ],
)
def test_what_cannot_be_a_number_says_why(typed, problem):
    assert parse(typed, today=TODAY) is problem


def test_the_sixty_three_provinces_and_countries_are_known():
    assert len(PROVINCES) == 63
    assert isinstance(parse("024172000101", today=TODAY), IdentityNumber)
    assert isinstance(parse("101172000101", today=TODAY), IdentityNumber)
    assert isinstance(parse("295172000101", today=TODAY), IdentityNumber)


def test_invented_people_are_unknown_where_no_test_prefix_is_configured():
    assert parse("098172000101", today=TODAY, test_prefixes=frozenset()) is NumberProblem.UNKNOWN_PREFIX


def test_every_persona_with_a_number_can_type_it_but_the_one_of_a_future_century():
    numbers = [line.key for line in LINES if line.key.isdigit()]
    refused = [number for number in numbers if not isinstance(parse(number, today=TODAY), IdentityNumber)]

    assert refused == ["098296000126"]


def test_hints_disagreeing_with_the_person_refuse_nobody():
    yen = parse("098095000112", today=TODAY)
    gam = parse("098100000127", today=TODAY)

    assert isinstance(yen, IdentityNumber)
    assert yen.gender_hint == "male"
    assert isinstance(gam, IdentityNumber)
    assert gam.birth_year_hint == 1900


def test_only_the_last_four_digits_are_ever_shown():
    assert mask("098172000101") == "••••••••0101"
    assert str(IdentityNumber("098172000101")) == "••••••••0101"
    assert mask("12") == "12"


@given(st.text())
def test_no_text_breaks_the_reading(text):
    read = parse(text, today=TODAY)

    assert isinstance(read, NumberProblem) or read.value == normalise(text)
