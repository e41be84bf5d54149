"""`idp/registry/mock/details.py`: the noise of real records, in about the amounts told."""

import re

from idp.registry.mock.generator import generate
from idp.registry.mock.person import Life

PEOPLE = list(generate("demo"))[34:]


def share(condition):
    return sum(map(condition, PEOPLE)) / len(PEOPLE)


def test_states_and_dates_are_as_noisy_as_told():
    assert 0.002 < share(lambda p: p.life is Life.DEAD) < 0.02
    assert 0.005 < share(lambda p: p.birth.month is None) < 0.025
    assert 0.03 < share(lambda p: p.permanent.stale) < 0.12
    assert 0.0002 < share(lambda p: bool(p.former_numbers)) < 0.006


def test_twins_share_their_birthday_and_not_their_number():
    by_uid = {person.uid: person for person in PEOPLE}
    pairs = [
        (child, sibling)
        for child in PEOPLE
        for sibling in PEOPLE
        if child.uid < sibling.uid
        and child.mother
        and child.mother == sibling.mother
        and child.birth == sibling.birth
    ]

    assert pairs
    assert all(child.number != sibling.number for child, sibling in pairs)
    assert all(child.mother in by_uid for child, _ in pairs)


def test_phones_have_the_form_of_mobile_numbers_and_children_have_none():
    assert all(re.fullmatch(r"\+8499[013-9][0-9]{6}", person.phone) for person in PEOPLE if person.phone)
    assert not any(person.phone for person in PEOPLE if person.birth.year > 2014)


def test_only_those_old_enough_have_an_old_number():
    assert not any(person.old_number for person in PEOPLE if person.birth.year > 1991)
    assert any(person.old_number is None for person in PEOPLE if person.birth.year < 1991)


def test_relations_lead_to_people_who_exist():
    uids = {person.uid for person in PEOPLE}
    related = {uid for p in PEOPLE for uid in (p.mother, p.father, p.spouse, p.head) if uid}

    assert related <= uids
