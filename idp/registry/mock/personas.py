"""The invented people every demo and test speaks of: each is a trap that real records set."""

from datetime import date
from functools import cache
from typing import Any

from idp.registry.mock.person import Address, Birth, Life, Person
from idp.registry.mock.persona_table import LINES, Line
from idp.registry.mock.places import PROVINCE, WARD_BY_CODE

_PARTICULARS: dict[str, dict[str, Any]] = {
    "098172000101": {
        "religion": "01",
        "blood": "04",
        "head": "098172000101",
        "relation_to_head": "head",
    },
    "098045000102": {"religion": ""},
    "098138000109": {"life": Life.DEAD, "life_changed": date(2025, 4, 12)},
    "098080000129": {"life": Life.MISSING, "life_changed": date(2024, 2, 2)},
    "098177000128": {"disputed": True},
    "098175000111": {"former_numbers": ("098075000110",)},
    "098191000120": {"other_names": ("Nguyễn Thị Kiều",)},
    "098215000105": {"mother": "098190000103"},
    "098215000106": {"mother": "098190000103"},
    "098314000107": {"mother": "098187000122", "head": "098187000122", "relation_to_head": "child"},
    "098187000122": {"head": "098187000122", "relation_to_head": "head"},
    "098210000108": {"guardian": "098172000101", "head": "098172000101", "relation_to_head": "dependant"},
    "con-098192000130": {"number": None, "mother": "098192000130"},
    "X0000001": {
        "number": None,
        "document": "X0000001",
        "nationality": "KOR",
        "old_number": None,
        "birth_registration": "Busan",
        "home_town": "",
        "phone": "+84990000002",
        "email": "cong-dan-002@thu.anlien.example",
    },
    "GC-000001": {"number": None, "document": "GC-000001", "nationality": "XXA", "old_number": None},
    "098192000130": {"phone": "+84990000131"},
    "299201000119": {"birth_registration": "Praha"},
    "098199000113": {"ethnicity": "12"},
    "098085000114": {"ethnicity": "12"},
    "098079000115": {"ethnicity": "05"},
    "098083000117": {"ethnicity": "31"},
}
"""What distinguishes a persona beyond its line in the table."""


@cache
def personas() -> tuple[Person, ...]:
    """All of them, in the order of the table."""
    return tuple(map(_person, LINES))


def _person(line: Line) -> Person:
    ward = WARD_BY_CODE[line.ward]
    digits = line.key[-3:]
    fields: dict[str, Any] = {
        "uid": line.key,
        "number": line.key,
        "old_number": f"900000{digits}" if line.birth.year < 1992 else None,
        "family": line.family,
        "middle": line.middle,
        "given": line.given,
        "name": line.name,
        "birth": line.birth,
        "sex": line.sex,
        "birth_registration": f"{ward.name}, {PROVINCE}",
        "home_town": f"{ward.name}, {PROVINCE}",
        "permanent": _address(line),
        "phone": None if _is_child(line.birth) else f"+84990000{digits}",
        "email": None if _is_child(line.birth) else f"cong-dan-{digits}@thu.anlien.example",
    }
    return Person(**(fields | _PARTICULARS.get(line.key, {})))


def _address(line: Line) -> Address:
    stale = line.key == "098045000102"
    return Address(
        WARD_BY_CODE[line.ward], line.street, date(2023, 1, 1) if stale else date(2025, 7, 1), stale
    )


def _is_child(birth: Birth) -> bool:
    return birth.year > 2010
