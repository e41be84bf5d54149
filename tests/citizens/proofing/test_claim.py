"""A claim of identity as it is typed (the traps of domain.md, section 3.6)."""

import unicodedata
from datetime import date

import pytest

from idp.citizens.proofing.claim import (
    Claim,
    DateProblem,
    NameProblem,
    digits_so_far,
    name_hint,
    read_birth_date,
    read_name,
    read_number,
)
from idp.registry.birth_date import BirthDate
from idp.registry.identity_number import TEST_PREFIXES, NumberProblem
from idp.registry.typed_name import NameHint

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    "typed",
    ["098172000101", " 098 172 000 101", "098.172.000.101", "０９８１７２０００１０１", "098-172-000-101"],
)
def test_a_number_may_be_typed_as_it_is_read_out(typed):
    assert read_number(typed, TODAY, TEST_PREFIXES) == "098172000101"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NumberProblem.NOT_TWELVE_DIGITS),
        ("09817200", NumberProblem.NOT_TWELVE_DIGITS),
        ("0981720001011", NumberProblem.NOT_TWELVE_DIGITS),
        ("09817200010a", NumberProblem.NOT_TWELVE_DIGITS),
        ("9" * 4000, NumberProblem.NOT_TWELVE_DIGITS),
        ("900000118", NumberProblem.OLD_NINE_DIGITS),
        ("297172000101", NumberProblem.UNKNOWN_PREFIX),
        ("098299000101", NumberProblem.BIRTH_YEAR_IN_FUTURE),
    ],
)
def test_what_cannot_be_a_number_is_named(typed, problem):
    assert read_number(typed, TODAY, TEST_PREFIXES) is problem


def test_invented_people_are_taken_only_where_the_deployment_says_so():
    assert read_number("098172000101", TODAY, frozenset()) is NumberProblem.UNKNOWN_PREFIX
    assert read_number("087172000101", TODAY, frozenset()) == "087172000101"


def test_a_number_that_disagrees_with_its_own_digits_is_taken():
    # The century digit says 2096, the register says 1996; whoever was registered so cannot help it.
    assert read_number("098100000127", TODAY, TEST_PREFIXES) == "098100000127"


def test_digits_are_counted_for_the_message():
    assert digits_so_far("0981 72") == 6
    assert digits_so_far("０９８") == 3


@pytest.mark.parametrize(
    "name",
    [
        "Trần Thị Bảy",
        "Hồ Lý",
        "Anna",
        "H’Lina Niê",
        "Công Tằng Tôn Nữ Thị Hoài An",
        "Y-Phôn Êban",
        "NGUYỄN  VĂN   HẢI",
        "Ƀlu Č’mañ",
    ],
)
def test_a_name_keeps_its_spelling(name):
    assert read_name(f"  {name} ") == name


def test_a_name_is_brought_into_one_normal_form():
    assert read_name(unicodedata.normalize("NFD", "Nguyễn Thị Hòa")) == "Nguyễn Thị Hòa"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", NameProblem.EMPTY),
        ("   ", NameProblem.EMPTY),
        ("1234", NameProblem.NO_LETTERS),
        ("...", NameProblem.NO_LETTERS),
        ("Trần" * 60, NameProblem.TOO_LONG),
        ("Trần\0Bảy", NameProblem.STRANGE_SIGNS),
        ("Trần\u202eBảy", NameProblem.STRANGE_SIGNS),
        ("Trần\ud800", NameProblem.STRANGE_SIGNS),
    ],
)
def test_what_cannot_be_a_name_is_named(typed, problem):
    assert read_name(typed) is problem


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Nguyeenx Thij Hoaf", NameHint.TYPING_RESIDUE),
        ("Nguye64n Thi5 Hoa2", NameHint.TYPING_RESIDUE),
        ("NguyÃªn", NameHint.OLD_FONT),
        ("Nguyễn Thị Hòa", None),
        ("Nguyen Anna", None),
    ],
)
def test_slips_of_the_keyboard_are_noticed(name, hint):
    assert name_hint(name) is hint


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (("8", "3", "1972"), BirthDate(1972, 3, 8)),
        (("08", "03", "1972"), BirthDate(1972, 3, 8)),
        (("29", "2", "1996"), BirthDate(1996, 2, 29)),
        (("", "", "1945"), BirthDate(1945)),
        (("８", "３", "１９７２"), BirthDate(1972, 3, 8)),
        (("5", "5", "1924"), BirthDate(1924, 5, 5)),
    ],
)
def test_a_birth_date_is_three_boxes_or_a_year(typed, expected):
    assert read_birth_date(*typed, TODAY) == expected


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (("", "", ""), DateProblem.EMPTY),
        (("8", "3", ""), DateProblem.NO_YEAR),
        (("", "3", "1972"), DateProblem.INCOMPLETE),
        (("8", "", "1972"), DateProblem.INCOMPLETE),
        (("8", "3", "72"), DateProblem.YEAR_NEEDS_FOUR_DIGITS),
        (("31", "2", "1972"), DateProblem.NO_SUCH_DAY),
        (("29", "2", "1995"), DateProblem.NO_SUCH_DAY),
        (("0", "0", "1972"), DateProblem.NO_SUCH_DAY),
        (("x", "3", "1972"), DateProblem.NO_SUCH_DAY),
        (("8" * 18, "3", "1972"), DateProblem.NO_SUCH_DAY),
        (("8", "3", "0000"), DateProblem.NO_SUCH_DAY),
        (("3", "11", "2026"), DateProblem.IN_FUTURE),
        (("", "", "2027"), DateProblem.IN_FUTURE),
        (("1", "1", "1900"), DateProblem.TOO_LONG_AGO),
    ],
)
def test_what_cannot_be_a_birth_date_is_named(typed, problem):
    assert read_birth_date(*typed, TODAY) is problem


def test_a_claim_comes_back_from_where_it_was_kept():
    for birth in (BirthDate(1972, 3, 8), BirthDate(1945)):
        claim = Claim("098172000101", "Trần Thị Bảy", birth)

        assert Claim.of(claim.kept()) == claim
