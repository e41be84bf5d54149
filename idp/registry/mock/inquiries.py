"""`truy-van`: fields on a legal ground. `doi-so`: does a number lead to another. `quan-he`: who acts for whom."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from idp.registry.mock.body import Malformed, birth, digits, text
from idp.registry.mock.consumers import Consumer
from idp.registry.mock.finding import Finding
from idp.registry.mock.matching import BirthMatch, compare_birth, fold
from idp.registry.mock.person import Life, Person
from idp.registry.mock.population import Population
from idp.registry.mock.records import FIELDS, released
from idp.registry.mock.relatives import RELATIVES, Asked, right_over

_MOST_FIELDS = 50


def attributes(population: Population, body: Mapping[str, Any], consumer: Consumer, today: date) -> Finding:
    """Release what the consumer is allowed of what it asks for."""
    number, ground, wanted = digits(body, "id_no", 12), text(body, "legal_reference"), _fields(body)
    person = population.by_number(number)
    allowed = sorted(wanted & consumer.fields)
    if person is None:
        return Finding("001", about=number, ground=ground)
    if number in person.former_numbers:
        return Finding("009", about=number, ground=ground)
    if person.life is not Life.ALIVE:
        return Finding("010", {"status": person.life.value}, about=number, ground=ground)
    if person.disputed:
        return Finding("008", about=number, ground=ground)
    record = released(person, allowed) | _relatives(Asked(population, person, consumer, today), allowed)
    more = {"record": record, "withheld": sorted(wanted - consumer.fields)}
    return Finding("000", more, about=number, ground=ground, fields=tuple(allowed))


def _relatives(asked: Asked, allowed: list[str]) -> dict[str, object]:
    found = {field: RELATIVES[field](asked) for field in allowed if field in RELATIVES}
    return {field: value for field, value in found.items() if value}


def _fields(body: Mapping[str, Any]) -> frozenset[str]:
    asked = body.get("fields")
    if not isinstance(asked, list) or not 0 < len(asked) <= _MOST_FIELDS:
        raise Malformed("fields: a list of field names")
    if not all(isinstance(field, str) and field in FIELDS for field in asked):
        raise Malformed("fields: an unknown field")
    return frozenset(asked)


def replaced(population: Population, body: Mapping[str, Any]) -> Finding:
    """Whether a cancelled or nine-digit number belongs to the holder of a current one. No number is revealed."""
    former, current = digits(body, "former", 9, 12), digits(body, "current", 12)
    holder = population.by_number(current)
    if (
        holder is None
        or holder.number != current
        or former not in (*holder.former_numbers, holder.old_number)
    ):
        return Finding("001", {"result": "khong"}, about=current)
    return Finding("000", {"result": "co"}, about=current)


def relation(population: Population, body: Mapping[str, Any], today: date) -> Finding:
    """Whether one living person acts for another today, and by what right."""
    number = digits(body, "representative", 12)
    adult = population.by_number(number)
    child = _represented(population, body, adult)
    if adult is None or child is None or adult.number != number or not _both_alive(adult, child):
        return Finding("001", {"result": "khong"}, about=number)
    right = right_over(adult, child, today)
    if not right:
        return Finding("001", {"result": "khong"}, about=number)
    return Finding("000", {"result": "co", "relation": right}, about=number)


def _represented(population: Population, body: Mapping[str, Any], adult: Person | None) -> Person | None:
    """The other person, by number; or a child of the first whose number has not come yet, by name and birth date."""
    if "represented" in body:
        number = digits(body, "represented", 12)
        person = population.by_number(number)
        return person if person and person.number == number else None
    name, born = fold(text(body, "name")), birth(body)
    for child in population.children_of(adult) if adult else ():
        if (
            child.number is None
            and fold(child.name) == name
            and compare_birth(born, child.birth) is BirthMatch.SAME
        ):
            return child
    return None


def _both_alive(adult: Person, child: Person) -> bool:
    return adult.life is Life.ALIVE and child.life is Life.ALIVE
