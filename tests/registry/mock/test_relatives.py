"""`idp/registry/mock/relatives.py`: households and minors, by pseudonym."""

from dataclasses import replace
from datetime import date

import pytest

from idp.registry.mock.consumers import demo_consumers
from idp.registry.mock.generator import generate
from idp.registry.mock.person import Birth, Life
from idp.registry.mock.population import Population
from idp.registry.mock.relatives import Asked, household, represented

SEN, DESK = demo_consumers().by_id("sen-id"), demo_consumers().by_id("mot-cua")
TODAY = date(2026, 11, 2)
BAY, KHANG, HANG, HAN, HOA = "098172000101", "098210000108", "098187000122", "098314000107", "098190000103"


@pytest.fixture
def people():
    return Population("tiny")


def _about(people, number, consumer=SEN, today=TODAY):
    return Asked(people, people.by_number(number), consumer, today)


def test_a_household_is_its_other_members_by_pseudonym(people):
    assert household(_about(people, HANG)) == {
        "quan_he_chu_ho": "head",
        "thanh_vien": [{"ma": SEN.pseudonym(HAN), "quan_he_chu_ho": "child"}],
    }
    assert household(_about(people, KHANG))["quan_he_chu_ho"] == "dependant"


def test_who_is_in_no_household_has_none(people):
    assert household(_about(people, "098045000102")) is None


def test_the_dead_are_no_members(people):
    people.change(replace(people.by_number(HAN), life=Life.DEAD))

    assert household(_about(people, HANG))["thanh_vien"] == []
    assert represented(_about(people, HANG)) == []


def test_a_mother_acts_for_each_twin_until_the_day_before_they_turn_eighteen(people):
    assert represented(_about(people, HOA)) == [
        {"ma": SEN.pseudonym(twin), "quan_he": "me", "den_ngay": "2033-05-19"}
        for twin in ("098215000105", "098215000106")
    ]
    assert represented(_about(people, HOA, today=date(2033, 5, 19)))
    assert represented(_about(people, HOA, today=date(2033, 5, 20))) == []


def test_a_guardian_acts_and_the_head_of_a_household_does_not(people):
    assert [line["quan_he"] for line in represented(_about(people, BAY))] == ["giam_ho"]
    people.change(replace(people.by_number(KHANG), guardian=None))
    assert represented(_about(people, BAY)) == []


def test_guardianship_of_an_adult_has_no_end(people):
    people.change(replace(people.by_number(KHANG), birth=Birth(1990, 1, 1)))

    assert represented(_about(people, BAY)) == [{"ma": SEN.pseudonym(KHANG), "quan_he": "giam_ho"}]


def test_a_newborn_without_a_number_is_represented(people):
    child = SEN.pseudonym("con-098192000130")

    assert [line["ma"] for line in represented(_about(people, "098192000130"))] == [child]


@pytest.mark.parametrize(
    ("birth", "last_day"),
    [(Birth(2012, 2, 29), "2030-02-28"), (Birth(2014, 2, 28), "2032-02-27"), (Birth(2012), "2030-12-30")],
)
def test_odd_birthdays_end_too(people, birth, last_day):
    people.change(replace(people.by_number(HAN), birth=birth))

    assert represented(_about(people, HANG))[0]["den_ngay"] == last_day
    assert represented(_about(people, HANG, today=date.fromisoformat(last_day)))


def test_each_consumer_hears_another_pseudonym(people):
    ours, theirs = (represented(_about(people, HANG, consumer))[0]["ma"] for consumer in (SEN, DESK))

    assert ours != theirs
    assert HAN not in ours + theirs


def test_generated_people_have_households_too():
    demo = Population("demo")
    wife = next(p for p in generate("demo") if p.relation_to_head == "spouse" and p.life is Life.ALIVE)
    found = household(_about(demo, wife.number))

    assert found["quan_he_chu_ho"] == "spouse"
    assert SEN.pseudonym(wife.uid) not in [member["ma"] for member in found["thanh_vien"]]
