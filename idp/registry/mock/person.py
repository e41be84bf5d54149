"""One person of the mock register, as stored: the names keep whatever spelling they came in."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Self

_BIRTH_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2}))?")


class Birth(NamedTuple):
    """A birth date, or a year where nobody knows more."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM-DD` or `YYYY`.

        Raises:
            ValueError: Neither, or no such day.
        """
        found = _BIRTH_FORM.fullmatch(text)
        if found is None:
            raise ValueError("a birth date is YYYY-MM-DD or YYYY")
        year, month, day = found.groups()
        whole = date(int(year), int(month or 1), int(day or 1))
        return cls(whole.year) if month is None else cls(whole.year, whole.month, whole.day)

    def age_on(self, today: date) -> int:
        """Full years; a year alone counts as 31 December."""
        had_birthday = (today.month, today.day) >= (self.month or 12, self.day or 31)
        return today.year - self.year - (not had_birthday)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"


class Sex(StrEnum):
    """Legal sex, by the register's words."""

    MALE = "nam"
    FEMALE = "nu"
    OTHER = "khac"


class Life(StrEnum):
    """Whether a person lives, by the register's words."""

    ALIVE = "song"
    DEAD = "da_chet"
    MISSING = "mat_tich"


class Ward(NamedTuple):
    """A ward or commune of today and the place of the old maps it covers."""

    code: str
    name: str
    legacy_district_code: str
    legacy_district: str
    legacy_ward_code: str
    legacy_ward: str


class Address(NamedTuple):
    """Where somebody lives. A stale one still speaks of the old boundaries."""

    ward: Ward
    detail: str
    as_of: date
    stale: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A record. Relations are uids; `number` is missing where none was given out yet, or never will be."""

    uid: str
    number: str | None
    former_numbers: tuple[str, ...] = ()
    old_number: str | None = None
    document: str | None = None
    family: str = ""
    middle: str = ""
    given: str
    name: str
    other_names: tuple[str, ...] = ()
    birth: Birth
    sex: Sex
    ethnicity: str = "01"
    religion: str = "00"
    nationality: str = "VNM"
    blood: str = "00"
    marital: str = "1"
    birth_registration: str = ""
    home_town: str = ""
    permanent: Address
    current: Address | None = None
    mother: str | None = None
    father: str | None = None
    spouse: str | None = None
    guardian: str | None = None
    head: str | None = None
    relation_to_head: str = ""
    life: Life = Life.ALIVE
    life_changed: date | None = None
    phone: str | None = None
    email: str | None = None
    disputed: bool = False
