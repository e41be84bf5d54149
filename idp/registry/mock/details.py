"""Everything about the members of a household beyond who they are to each other: names, addresses, noise."""

from datetime import date, timedelta

from idp.registry.mock.draws import Draws, Weighted
from idp.registry.mock.households import PRESENT_YEAR, Member
from idp.registry.mock.names import family_name, name_for
from idp.registry.mock.person import Address, Birth, Life, Person
from idp.registry.mock.places import HAMLETS, PROVINCE, STREETS, WARDS

AS_OF = date(PRESENT_YEAR, 7, 1)
"""The generated population is as of this day."""

_BLOODS = Weighted([("00", 62), ("04", 17), ("02", 11), ("01", 8), ("03", 2)])
_ETHNICITIES = Weighted([("01", 955), ("05", 22), ("04", 9), ("17", 5), ("12", 4), ("31", 3), ("26", 2)])
_RELIGIONS = Weighted([("00", 78), ("01", 10), ("02", 5), ("04", 5), ("03", 2)])
_MOBILE_PREFIXES = ("990", "991", "993", "994", "995", "996", "997", "998", "999")
_STALE_ADDRESS = 700
_YEAR_ONLY = 60
_YEAR_ONLY_OLD = 800
_DEAD = 60
_DEAD_OLD = 300
_MISSING = 5
_NO_OLD_NUMBER = 200
_SHARED_PHONE = 1000
_DISPUTED = 10
"""Chances in ten thousand."""


def people(
    seed: str, serial: int, members: list[Member], numbers: list[tuple[str, str | None]], old: list[str]
) -> list[Person]:
    """The records of one household.

    Args:
        members: From `household`.
        numbers: For each the number, and the cancelled one if there was one.
        old: For each the nine-digit number that would be theirs.
    """
    draws = Draws(seed, f"details:{serial}")
    home = _home(draws)
    family = family_name(draws)
    shared_phone = _phone(draws) if draws.happens(_SHARED_PHONE) else None
    births: list[Birth] = []
    for member in members:
        births.append(_birth(draws, member) if member.twin is None else births[member.twin])
    return [
        _person(draws, serial, place, member, birth, numbers[place], old[place], (home, family, shared_phone))
        for place, (member, birth) in enumerate(zip(members, births, strict=True))
    ]


def _person(
    draws: Draws,
    serial: int,
    place: int,
    member: Member,
    birth: Birth,
    number: tuple[str, str | None],
    old_number: str,
    shared: tuple[Address, str, str | None],
) -> Person:
    home, family, shared_phone = shared
    # A wife keeps her own family's name; everyone else here shares one.
    own_family = family_name(draws) if member.role in ("spouse", "child_in_law") else family
    name = name_for(draws, member.sex, member.year, own_family)
    age = PRESENT_YEAR - member.year
    life, changed = _life(draws, age)
    has_old_number = age >= 35 and not draws.happens(_NO_OLD_NUMBER)
    return Person(
        uid=f"{serial}-{place}",
        number=number[0],
        former_numbers=(number[1],) if number[1] else (),
        old_number=old_number if has_old_number else None,
        family=name.family,
        middle=name.middle,
        given=name.given,
        name=name.written,
        birth=birth,
        sex=member.sex,
        ethnicity=draws.weighted(_ETHNICITIES),
        religion=draws.weighted(_RELIGIONS),
        blood=draws.weighted(_BLOODS),
        marital="1" if member.spouse is None else "2",
        birth_registration=f"{home.ward.name}, {PROVINCE}",
        home_town=f"{draws.one_of(WARDS).name}, {PROVINCE}",
        permanent=home,
        mother=_uid(serial, member.mother),
        father=_uid(serial, member.father),
        spouse=_uid(serial, member.spouse),
        head=_uid(serial, 0),
        relation_to_head=member.role,
        life=life,
        life_changed=changed,
        phone=None if age < 12 else shared_phone or _phone(draws),
        disputed=draws.happens(_DISPUTED),
    )


def _uid(serial: int, place: int | None) -> str | None:
    return None if place is None else f"{serial}-{place}"


def _home(draws: Draws) -> Address:
    ward = draws.one_of(WARDS)
    if ward.name.startswith("Phường"):
        detail = f"{draws.between(1, 480)} {draws.one_of(STREETS)}"
    else:
        detail = f"Số {draws.between(1, 300)}, {draws.one_of(HAMLETS)}"
    stale = draws.happens(_STALE_ADDRESS)
    return Address(ward, detail, date(2023, 1, 1) if stale else date(2025, 7, 1), stale)


def _birth(draws: Draws, member: Member) -> Birth:
    day = date(member.year, 1, 1) + timedelta(days=draws.below(365))
    if draws.happens(_YEAR_ONLY_OLD if PRESENT_YEAR - member.year > 70 else _YEAR_ONLY):
        return Birth(member.year)
    return Birth(day.year, day.month, day.day)


def _life(draws: Draws, age: int) -> tuple[Life, date | None]:
    if draws.happens(_DEAD_OLD if age > 70 else _DEAD if age > 30 else 1):
        return Life.DEAD, AS_OF - timedelta(days=draws.between(20, 900))
    if draws.happens(_MISSING):
        return Life.MISSING, AS_OF - timedelta(days=draws.between(400, 2000))
    return Life.ALIVE, None


def _phone(draws: Draws) -> str:
    return f"+84{draws.one_of(_MOBILE_PREFIXES)}{draws.below(1_000_000):06d}"
