"""`idp/registry/mock/numbers.py`: numbers that can belong to nobody, and lead back to whose they are."""

import pytest

from idp.registry.mock.numbers import PREFIXES, Numbers, cell_of
from idp.registry.mock.person import Sex


@pytest.mark.parametrize(
    ("sex", "year", "wrong", "cell"),
    [
        (Sex.MALE, 1945, False, "098045"),
        (Sex.FEMALE, 1972, False, "098172"),
        (Sex.MALE, 2015, False, "098215"),
        (Sex.FEMALE, 2014, False, "098314"),
        (Sex.FEMALE, 1995, True, "098095"),
    ],
)
def test_the_first_six_digits_say_place_sex_and_year(sex, year, wrong, cell):
    assert cell_of("098", sex, year, wrong_sex=wrong) == cell


def test_a_number_leads_back_to_its_rank():
    numbers = Numbers("seed")

    for rank in (0, 1, 998_999):
        assert numbers.rank(numbers.number("098172", rank)) == ("098172", rank)
    for serial in (0, 1, 35_000_000):
        assert numbers.serial(numbers.old_number(serial)) == serial


def test_reserved_numbers_are_the_personas():
    numbers = Numbers("seed")

    assert numbers.rank("098172000101") is None
    assert numbers.serial("900000118") is None
    assert numbers.serial("123456789") is None


def test_only_unassigned_prefixes_are_used():
    assert set(PREFIXES) == {"098", "099"}
