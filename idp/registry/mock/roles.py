"""`to-chuc`: which organisations somebody represents. `can-bo`: which office somebody holds. On a legal ground."""

from collections.abc import Mapping
from typing import Any

from idp.registry.mock.body import digits, text
from idp.registry.mock.businesses import represented_by
from idp.registry.mock.consumers import OFFICE, ORGANISATIONS, Consumer
from idp.registry.mock.finding import Finding
from idp.registry.mock.person import Life
from idp.registry.mock.personnel import office_of
from idp.registry.mock.population import Population


def organisations(population: Population, body: Mapping[str, Any], consumer: Consumer) -> Finding:
    """The organisations of one living person, an empty list where there are none."""
    return _about(population, body, consumer, ORGANISATIONS)


def office(population: Population, body: Mapping[str, Any], consumer: Consumer) -> Finding:
    """The office of one living person; not matched for somebody who is no official."""
    return _about(population, body, consumer, OFFICE)


def _about(population: Population, body: Mapping[str, Any], consumer: Consumer, kind: str) -> Finding:
    number, ground = digits(body, "id_no", 12), text(body, "legal_reference")
    person = population.by_number(number)
    if kind not in consumer.fields:
        return Finding("004", about=number, ground=ground)
    if person is None or person.number != number or person.life is not Life.ALIVE:
        return Finding("001", about=number, ground=ground)
    if kind == ORGANISATIONS:
        more: dict[str, Any] = {"organisations": represented_by(person.uid)}
        return Finding("000", more, about=number, ground=ground, fields=(kind,))
    held = office_of(person.uid)
    if held is None:
        return Finding("001", about=number, ground=ground)
    return Finding("000", {"office": held}, about=number, ground=ground, fields=(kind,))
