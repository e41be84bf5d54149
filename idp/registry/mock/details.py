"""Everything about the members of a household beyond who they are to each other: names, addresses, noise."""

from datetime import date, timedelta
from typing import NamedTuple

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
_AGE_WITH_PHONE = 12
_AGE_WITH_OLD_NUMBER = 35
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


class Numbered(NamedTuple):
    """The numbers that belong to one member."""

    number: str
    former: str | None
    old: str


def people(seed: str, serial: int, members: list[Member], numbers: list[Numbered]) -> list[Person]:
    """The records of one household; *numbers* go with *members*, place by place."""
    return _Household(Draws(seed, f"details:{serial}"), serial).people(members, numbers)


class _Household:
    """What its members share, and how the rest is drawn for each."""

    def __init__(self, draws: Draws, serial: int) -> None:
        self._draws = draws
        self._serial = serial
        self._home = _home(draws)
        self._family = family_name(draws)
        self._shared_phone = _phone(draws) if draws.happens(_SHARED_PHONE) else None

    def people(self, members: list[Member], numbers: list[Numbered]) -> list[Person]:
        births: list[Birth] = []
        for member in members:
            births.append(_birth(self._draws, member) if member.twin is None else births[member.twin])
        return [
            self._person(place, member, births[place], numbers[place]) for place, member in enumerate(members)
        ]

    def _person(self, place: int, member: Member, birth: Birth, numbered: Numbered) -> Person:
        draws, home = self._draws, self._home
        name = name_for(draws, member.sex, member.year, self._family_of(member))
        age = PRESENT_YEAR - member.year
        life, changed = _life(draws, age)
        has_old_number = age >= _AGE_WITH_OLD_NUMBER and not draws.happens(_NO_OLD_NUMBER)
        return Person(
            uid=f"{self._serial}-{place}",
            number=numbered.number,
            former_numbers=(numbered.former,) if numbered.former else (),
            old_number=numbered.old if has_old_number else None,
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
            mother=self._uid(member.mother),
            father=self._uid(member.father),
            spouse=self._uid(member.spouse),
            head=self._uid(0),
            relation_to_head=member.role,
            life=life,
            life_changed=changed,
            phone=None if age < _AGE_WITH_PHONE else self._shared_phone or _phone(draws),
            disputed=draws.happens(_DISPUTED),
        )

    def _family_of(self, member: Member) -> str:
        """A wife keeps her own family's name; everyone else here shares one."""
        return family_name(self._draws) if member.role in ("spouse", "child_in_law") else self._family

    def _uid(self, place: int | None) -> str | None:
        return None if place is None else f"{self._serial}-{place}"


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
