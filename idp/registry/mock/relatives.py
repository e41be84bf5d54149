"""Who lives with somebody, and whom they act for: other people only by a pseudonym, never by a number."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

from idp.registry.mock.consumers import Consumer
from idp.registry.mock.person import Life, Person
from idp.registry.mock.population import Population
from idp.registry.mock.records import HOUSEHOLD, REPRESENTED

AGE_OF_MAJORITY = 18
HELD_BY_RIGHT = ("me", "cha", "giam_ho")
"""Relations by which the law lets one person act for another; the head of a household is none of them."""


class Asked(NamedTuple):
    """About whom, by whom, on which day."""

    population: Population
    person: Person
    consumer: Consumer
    today: date


def household(asked: Asked) -> dict[str, Any] | None:
    """Somebody's place in their household and its other living members; None where there is none on record."""
    if not asked.person.relation_to_head:
        return None
    members = [
        {"ma": asked.consumer.pseudonym(member.uid), "quan_he_chu_ho": member.relation_to_head}
        for member in asked.population.living_with(asked.person)
        if member.life is Life.ALIVE
    ]
    return {"quan_he_chu_ho": asked.person.relation_to_head, "thanh_vien": members}


def represented(asked: Asked) -> list[dict[str, str]]:
    """The living people somebody acts for by law today, and until when."""
    found = []
    for child in asked.population.children_of(asked.person):
        right = right_over(asked.person, child, asked.today)
        if child.life is Life.ALIVE and right in HELD_BY_RIGHT:
            line = {"ma": asked.consumer.pseudonym(child.uid), "quan_he": right}
            if child.birth.age_on(asked.today) < AGE_OF_MAJORITY:
                line["den_ngay"] = str(_last_day_as_a_minor(child))
            found.append(line)
    return found


RELATIVES: dict[str, Callable[[Asked], object]] = {HOUSEHOLD: household, REPRESENTED: represented}
"""Fields of an attribute query that are about more people than the one asked about."""


def right_over(adult: Person, child: Person, today: date) -> str:
    """By what right one person acts for another today; empty where there is none."""
    is_minor = child.birth.age_on(today) < AGE_OF_MAJORITY
    if is_minor and child.mother == adult.uid:
        return "me"
    if is_minor and child.father == adult.uid:
        return "cha"
    if child.guardian == adult.uid:
        return "giam_ho"
    is_head = child.head == adult.uid and child.uid != adult.uid
    return "chu_ho" if is_head else ""


def _last_day_as_a_minor(child: Person) -> date:
    """The day before the eighteenth birthday; a year alone counts as 31 December, 29 February as 1 March."""
    year, month, day = child.birth.year + AGE_OF_MAJORITY, child.birth.month or 12, child.birth.day or 31
    has_day = (month, day) != (2, 29) or year % 4 == 0
    return (date(year, month, day) if has_day else date(year, 3, 1)) - timedelta(days=1)
