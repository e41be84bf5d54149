"""Reading figures that a program sends: strictly, because nobody looks at them first."""

from datetime import date
from typing import Any

from clients.lgsp.holdings import Figure

MOST_FIGURES = 500
LARGEST_COUNT = 1_000_000
LONGEST_UNIT = 80


class Unreadable(Exception):
    """What is wrong with them, for developers."""


def read_figures(document: Any) -> list[Figure]:
    """The figures in a JSON document `{"figures": [{"unit", "day", "received", "settled"}]}`.

    Raises:
        Unreadable: It is something else. Nothing of it is taken.
    """
    rows = document.get("figures") if isinstance(document, dict) else None
    if not isinstance(rows, list) or not 0 < len(rows) <= MOST_FIGURES:
        raise Unreadable(f"figures must be a list of 1 to {MOST_FIGURES} entries")
    return [_figure(number, row) for number, row in enumerate(rows)]


def _figure(number: int, row: Any) -> Figure:
    if not isinstance(row, dict):
        raise Unreadable(f"figures[{number}] must be an object")
    unit, day = row.get("unit"), row.get("day")
    if not isinstance(unit, str) or not 0 < len(unit) <= LONGEST_UNIT or not unit.isprintable():
        raise Unreadable(f"figures[{number}].unit must be a name")
    if not isinstance(day, str) or not _is_day(day):
        raise Unreadable(f"figures[{number}].day must be YYYY-MM-DD")
    return Figure(unit, day, *(_count(number, row, name) for name in ("received", "settled")))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _count(number: int, row: dict[str, Any], name: str) -> int:
    value = row.get(name)
    if type(value) is not int or not 0 <= value <= LARGEST_COUNT:
        raise Unreadable(f"figures[{number}].{name} must be a whole number")
    return value
