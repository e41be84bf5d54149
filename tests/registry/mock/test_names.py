"""`idp/registry/mock/names.py`: names by sex and decade, with rare forms."""

import unicodedata
from collections import Counter

from idp.registry.mock.draws import Draws
from idp.registry.mock.names import family_name, name_for
from idp.registry.mock.person import Sex

DRAWS = Draws("names", "many")
NAMES = [
    name_for(DRAWS, sex, year, family_name(DRAWS))
    for _ in range(1000)
    for sex, year in ((Sex.FEMALE, 1950), (Sex.MALE, 1980), (Sex.FEMALE, 2010), (Sex.MALE, 2010))
]


def test_families_have_the_weights_of_the_south():
    draws = Draws("names", "families")
    counted = Counter(family_name(draws) for _ in range(5000))

    assert counted.most_common(2)[0][0] == "Nguyễn"
    assert 0.25 < counted["Nguyễn"] / 5000 < 0.38
    assert counted["Huỳnh"] > counted["Hoàng"]


def test_names_of_decades_differ():
    def given(sex, year):
        draws = Draws("names", f"{sex}{year}")
        return {name_for(draws, sex, year, "Lê").given for _ in range(300)}

    assert "Bảy" in given(Sex.FEMALE, 1950)
    assert "Bảy" not in given(Sex.FEMALE, 2010)
    assert "Hân" in given(Sex.FEMALE, 2010)
    assert given(Sex.FEMALE, 1980) != given(Sex.MALE, 1980)


def test_one_to_three_in_a_hundred_are_rare_forms():
    rare = [
        name
        for name in NAMES
        if name.written != unicodedata.normalize("NFC", name.written)
        or name.written.isupper()
        or not name.middle
        or "Ð" in name.written
    ]

    assert 0.01 < len(rare) / len(NAMES) < 0.035
    assert any(name.family == "" for name in NAMES)
    assert any("’" in name.written or "'" in name.written for name in NAMES)
    assert any("  " in name.written for name in NAMES)
