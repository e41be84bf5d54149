"""Whether a claim speaks of the person behind an account."""

import unicodedata

import pytest

from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.matching import agrees
from idp.registry.birth_date import BirthDate

HOA = {"number": "098190000103", "name": "Nguyễn Thị Hòa", "birthdate": "1990-03-08"}


def claim(number="098190000103", name="Nguyễn Thị Hòa", birth=None):
    return Claim(number, name, birth or BirthDate(1990, 3, 8))


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "nguyen thi hoa", unicodedata.normalize("NFD", "Nguyễn Thị Hòa")],
)
def test_the_same_name_in_another_spelling_agrees(name):
    assert agrees(claim(name=name), HOA)


@pytest.mark.parametrize(
    "differing",
    [
        claim(number="098190000104"),
        claim(name="Nguyễn Thị Hà"),
        claim(name="Nguyễn Hòa"),
        claim(birth=BirthDate(1990, 3, 9)),
        claim(birth=BirthDate(1990)),
    ],
)
def test_one_item_that_differs_is_enough(differing):
    assert not agrees(differing, HOA)


def test_a_year_agrees_with_a_year_only():
    held = {**HOA, "birthdate": "1990"}

    assert agrees(claim(birth=BirthDate(1990)), held)
    assert not agrees(claim(), held)


@pytest.mark.parametrize("identity", [None, {}, {"number": "098190000103"}, {**HOA, "name": ""}])
def test_nothing_agrees_with_nothing(identity):
    assert not agrees(claim(), identity)
    assert not agrees(claim(name="..."), identity)
