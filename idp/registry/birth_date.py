"""Birth dates of which sometimes only the year is known (the register allows `YYYY`; OpenID Connect Core 5.1 too)."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})-([0-9]{2}))?")


class Precision(StrEnum):
    """How much of a birth date is known."""

    DAY = "day"
    YEAR = "year"


@dataclass(frozen=True)
class BirthDate:
    """A whole date, or a year alone. A missing day is never invented.

    Raises:
        ValueError: No such day, or a month without a day.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if (self.month is None) != (self.day is None):
            raise ValueError("a birth date is a whole date or a year alone")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM-DD` or `YYYY`.

        Raises:
            ValueError: Anything else, or no such day.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise ValueError("a birth date is written YYYY-MM-DD or YYYY")
        year, month, day = found.groups()
        return cls(int(year)) if month is None else cls(int(year), int(month), int(day))

    @property
    def precision(self) -> Precision:
        """How much is known."""
        return Precision.YEAR if self.month is None else Precision.DAY

    def age_on(self, today: date) -> int:
        """Full years on *today*. With the year alone, as if born on 31 December: nobody is made older than they are."""
        had_birthday = (today.month, today.day) >= (self.month or 12, self.day or 31)
        return today.year - self.year - (not had_birthday)

    def __str__(self) -> str:
        if self.month is None:
            return f"{self.year:04d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
