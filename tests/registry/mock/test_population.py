"""`idp/registry/mock/population.py`: a number leads to its person, at the same cost whether there is one or not."""

from dataclasses import replace
from time import thread_time

import pytest

from idp.registry.mock.generator import generate
from idp.registry.mock.person import Life
from idp.registry.mock.population import Population


@pytest.fixture(scope="module")
def demo():
    return Population("demo")


def test_everybody_is_found_by_every_number(demo):
    for person in generate("demo"):
        for number in filter(None, (person.number, *person.former_numbers)):
            assert demo.by_number(number) == person
        if person.old_number:
            assert demo.by_old_number(person.old_number) == person


@pytest.mark.parametrize(
    "number", ["098172999999", "098172000999", "087172000101", "000000000000", "999999999999"]
)
def test_nobody_is_found_by_a_number_that_was_not_given_out(demo, number):
    known = {person.number for person in generate("demo")}

    assert number not in known
    assert demo.by_number(number) is None


@pytest.mark.parametrize("old_number", ["123456789", "900000999", "999999999", "900001000"])
def test_nobody_is_found_by_an_old_number_that_was_not_given_out(demo, old_number):
    assert demo.by_old_number(old_number) is None


def test_a_cut_last_household_is_rebuilt_cut(demo):
    last = list(generate("demo"))[-1]

    assert demo.by_number(last.number) == last


def test_a_document_is_not_a_number():
    tiny = Population("tiny")

    assert tiny.by_document("X0000001").name == "Park Ji Woo"
    assert tiny.by_document("098172000101") is None
    assert tiny.by_old_number("900000101").number == "098172000101"


def test_known_and_unknown_numbers_cost_one_household_each(demo, monkeypatch):
    rebuilt = []
    generated = list(generate("demo"))[1000].number
    household = demo._household
    monkeypatch.setattr(demo, "_household", lambda serial: rebuilt.append(serial) or household(serial))

    costs = []
    for number in (generated, "098172000101", "098172999999", "087172123456"):
        rebuilt.clear()
        demo.by_number(number)
        costs.append(len(rebuilt))

    assert costs == [1, 1, 1, 1]


def test_a_changed_record_is_the_one_found():
    tiny = Population("tiny")
    bay = tiny.by_number("098172000101")
    tiny.change(replace(bay, life=Life.DEAD))

    assert tiny.by_number("098172000101").life is Life.DEAD
    assert tiny.by_old_number("900000101").life is Life.DEAD


def test_children_are_found_in_generated_households(demo):
    child = next(person for person in list(generate("demo"))[34:] if person.mother)
    mother = next(person for person in generate("demo") if person.uid == child.mother)

    assert child in demo.children_of(mother)


def test_the_demo_is_ready_at_once():
    """A second is many times what it takes: the bound catches a change of kind, not of weather."""
    begun = thread_time()
    Population("demo")

    assert thread_time() - begun < 1
