"""Answers of yes or no that reveal neither a date nor an address: an age that is reached, a place that is lived in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

AGES = {
    "vn_age_over_14": 14,
    "vn_age_over_16": 16,
    "vn_age_over_18": 18,
    "vn_age_over_60": 60,
    "vn_age_over_75": 75,
}
PROVINCE, COMMUNE = "vn_resident_of_province", "vn_resident_of_commune"
DERIVED_CLAIMS = (*AGES, PROVINCE, COMMUNE)
"""Every such claim."""

_CODES = {PROVINCE: "province_code", COMMUNE: "ward_code"}


@dataclass(frozen=True)
class Place:
    """What residence is asked about; an empty code asks nothing.

    Both are fixed by whoever runs the provider: an application that could ask about any commune would find the
    address by asking about each.

    Args:
        province: The province's code in the register.
        commune: The code of the commune, ward or special zone the application belongs to.
    """

    province: str = ""
    commune: str = ""


NOWHERE = Place()


def derived(known: Mapping[str, Any], name: str, today: date, place: Place = NOWHERE) -> bool | None:
    """One such answer; None where the register does not say, or nobody may ask.

    Args:
        known: Every claim known about the citizen.
        name: The claim.
        today: The day in Việt Nam.
        place: What residence is asked about.
    """
    if name in known:
        return None
    if name in AGES:
        birthdate = known.get("birthdate")
        return is_over(birthdate, AGES[name], today) if isinstance(birthdate, str) else None
    if name in _CODES:
        return _lives_in(known.get("vn_address"), name, place)
    return None


def is_over(birthdate: str, age: int, today: date) -> bool | None:
    """Whether somebody has reached an age; None where the register's date is too coarse to say.

    Args:
        birthdate: `YYYY-MM-DD`, `YYYY-MM` or `YYYY`.
        age: In years.
        today: The day in Việt Nam.
    """
    parts = [int(part) for part in birthdate.split("-") if part.isdigit()]
    if not parts:
        return None
    earliest, latest = [(*parts, *rest[len(parts) :]) for rest in ((0, 1, 1), (0, 12, 31))]
    then = (today.year - age, today.month, today.day)
    if latest <= then:
        return True
    return False if earliest > then else None


def _lives_in(codes: Any, name: str, place: Place) -> bool | None:
    wanted = place.province if name == PROVINCE else place.commune
    registered = codes.get(_CODES[name]) if isinstance(codes, dict) else None
    return registered == wanted if wanted and registered else None
