"""`idp/registry/mock/details.py`: the noise of real records, in about the amounts told."""

import re
from collections import defaultdict
from itertools import combinations

import pytest

from idp.registry.mock.generator import generate
from idp.registry.mock.person import Life


@pytest.fixture(scope="module")
def people():
    return list(generate("demo"))[34:]


@pytest.fixture(scope="module")
def share(people):
    """Which part of all has some property."""
    return lambda condition: sum(map(condition, people)) / len(people)


def test_states_and_dates_are_as_noisy_as_told(share):
    assert 0.002 < share(lambda p: p.life is Life.DEAD) < 0.02
    assert 0.005 < share(lambda p: p.birth.month is None) < 0.025
    assert 0.03 < share(lambda p: p.permanent.stale) < 0.12
    assert 0.0002 < share(lambda p: bool(p.former_numbers)) < 0.006


def test_twins_share_their_birthday_and_not_their_number(people):
    by_uid = {person.uid: person for person in people}
    births = defaultdict(list)
    for child in people:
        if child.mother:
            births[child.mother, child.birth].append(child)
    pairs = [pair for born in births.values() for pair in combinations(born, 2)]

    assert pairs
    assert all(child.number != sibling.number for child, sibling in pairs)
    assert all(child.mother in by_uid for child, _ in pairs)


def test_phones_have_the_form_of_mobile_numbers_and_children_have_none(people):
    assert all(re.fullmatch(r"\+8499[013-9][0-9]{6}", person.phone) for person in people if person.phone)
    assert not any(person.phone for person in people if person.birth.year > 2014)


def test_only_those_old_enough_have_an_old_number(people):
    assert not any(person.old_number for person in people if person.birth.year > 1991)
    assert any(person.old_number is None for person in people if person.birth.year < 1991)


def test_relations_lead_to_people_who_exist(people):
    uids = {person.uid for person in people}
    related = {uid for p in people for uid in (p.mother, p.father, p.spouse, p.head) if uid}

    assert related <= uids
