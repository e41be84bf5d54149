"""`idp/registry/mock/households.py`: who lives together."""

import pytest

from idp.registry.mock.households import LARGEST, PRESENT_YEAR, cut, household
from idp.registry.mock.person import Sex

HOUSEHOLDS = [household("an-lien", serial) for serial in range(1500)]


def test_any_household_can_be_rebuilt_alone():
    assert household("an-lien", 1234) == HOUSEHOLDS[1234]
    assert household("other", 1234) != HOUSEHOLDS[1234]


def test_homes_have_one_to_eight_people_and_most_have_a_few():
    sizes = [len(members) for members in HOUSEHOLDS]

    assert set(sizes) <= set(range(1, LARGEST + 1))
    assert {1, 2, 3, 4, 5, 6} <= set(sizes)
    assert 3 < sum(sizes) / len(sizes) < 4.2


def test_mothers_are_older_than_their_children_by_a_plausible_age():
    gaps = [
        member.year - members[member.mother].year
        for members in HOUSEHOLDS
        for member in members
        if member.mother is not None
    ]

    assert min(gaps) >= 19
    assert max(gaps) <= 42
    assert all(
        members[m.mother].sex is Sex.FEMALE for members in HOUSEHOLDS for m in members if m.mother is not None
    )


def test_spouses_know_each_other():
    for members in HOUSEHOLDS:
        for place, member in enumerate(members):
            if member.spouse is not None:
                assert members[member.spouse].spouse == place


def test_nobody_is_born_after_the_year_of_the_population():
    assert max(member.year for members in HOUSEHOLDS for member in members) < PRESENT_YEAR


def test_there_are_twins_wrong_digits_and_cancelled_numbers():
    everybody = [member for members in HOUSEHOLDS for member in members]

    assert any(member.twin is not None for member in everybody)
    assert any((int(member.cell[3]) % 2 == 0) != (member.sex is Sex.MALE) for member in everybody)
    assert any(member.former_cell for member in everybody)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_a_household_that_is_cut_leaves_nobody_married_to_nobody(size):
    for members in HOUSEHOLDS[:200]:
        left = cut(members, size)
        assert len(left) == min(size, len(members))
        assert all(member.spouse is None or member.spouse < len(left) for member in left)
