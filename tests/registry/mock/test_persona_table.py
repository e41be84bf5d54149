"""`idp/registry/mock/persona_table.py`: each persona is what its line promises."""

import unicodedata

import pytest

from idp.registry.mock.numbers import RESERVED
from idp.registry.mock.person import Birth, Life, Sex
from idp.registry.mock.personas import personas

PEOPLE = {person.uid: person for person in personas()}

NUMBERS = """
098172000101 098045000102 098190000103 098088000104 098215000105 098215000106 098314000107 098210000108 098138000109
098175000111 098095000112 098199000113 098085000114 098079000115 098168000116 098083000117 098155000118 299201000119
098191000120 098082000121 098187000122 098193000123 098066000124 098124000125 098296000126 098100000127 098177000128
098080000129 098192000130 098210000131 098170000132
"""


def test_everybody_of_the_table_is_there():
    assert {person.number for person in PEOPLE.values() if person.number} == set(NUMBERS.split())
    assert {person.document for person in PEOPLE.values() if person.document} == {"X0000001", "GC-000001"}
    assert [person.name for person in PEOPLE.values() if not person.number and not person.document] == [
        "Dương Gia Nghi"
    ]


def test_names_are_stored_in_the_form_that_makes_trouble():
    assert PEOPLE["098088000104"].name[0] == "\u00d0"
    assert "\u2019" in PEOPLE["098199000113"].name
    assert unicodedata.is_normalized("NFD", PEOPLE["098193000123"].name)
    assert not unicodedata.is_normalized("NFC", PEOPLE["098193000123"].name)
    assert PEOPLE["098066000124"].name == "NGUYỄN  VĂN   HẢI"
    assert PEOPLE["098083000117"].middle == ""


@pytest.mark.parametrize(
    ("uid", "birth"),
    [
        ("098045000102", Birth(1945)),
        ("098296000126", Birth(1996, 2, 29)),
        ("098100000127", Birth(2000, 8, 16)),
    ],
)
def test_births_are_what_they_are_whatever_the_digits_say(uid, birth):
    assert PEOPLE[uid].birth == birth


def test_states_are_as_told():
    assert PEOPLE["098138000109"].life is Life.DEAD
    assert PEOPLE["098080000129"].life is Life.MISSING
    assert PEOPLE["098177000128"].disputed
    assert PEOPLE["098175000111"].former_numbers == ("098075000110",)
    assert PEOPLE["098191000120"].other_names == ("Nguyễn Thị Kiều",)
    assert PEOPLE["098155000118"].old_number == "900000118"
    assert PEOPLE["098095000112"].sex is Sex.FEMALE
    assert PEOPLE["098045000102"].permanent.stale


def test_twins_share_mother_and_day():
    bao, hung = PEOPLE["098215000105"], PEOPLE["098215000106"]

    assert bao.mother == hung.mother == "098190000103"
    assert bao.birth == hung.birth


def test_a_phone_may_have_gone_to_somebody_else():
    assert PEOPLE["098192000130"].phone == PEOPLE["098210000131"].phone
    others = [p.phone for uid, p in PEOPLE.items() if p.phone and uid != "098192000130"]
    assert len(others) == len(set(others))


def test_numbers_of_personas_are_in_the_reserved_part_of_their_cell():
    assert all(int(person.number[6:]) < RESERVED for person in PEOPLE.values() if person.number)


def test_every_relation_leads_to_a_persona():
    assert {uid for p in PEOPLE.values() for uid in (p.mother, p.father, p.guardian) if uid} <= set(PEOPLE)
