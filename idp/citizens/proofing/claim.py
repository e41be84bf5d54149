"""A claim of identity as somebody typed it: read, judged for form, made ready for the register.

Source: the traps of real records (normal forms, tone placement, one-word names, years alone).
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Self

from idp.registry import identity_number, typed_name
from idp.registry.birth_date import BirthDate
from idp.registry.identity_number import IdentityNumber, NumberProblem
from idp.registry.port import IdentityClaim
from idp.registry.typed_name import LONGEST_NAME, NameHint

OLDEST = 125
"""Years. Nobody alive is older; the register knows people over a hundred."""

_LETTERS = ("L", "M")


class NameProblem(StrEnum):
    """Why what was typed cannot be a name."""

    EMPTY = "empty"
    NO_LETTERS = "no_letters"
    TOO_LONG = "too_long"
    STRANGE_SIGNS = "strange_signs"


class DateProblem(StrEnum):
    """Why what was typed cannot be a birth date."""

    EMPTY = "empty"
    NO_YEAR = "no_year"
    YEAR_NEEDS_FOUR_DIGITS = "year_needs_four_digits"
    INCOMPLETE = "incomplete"
    NO_SUCH_DAY = "no_such_day"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"


@dataclass(frozen=True)
class Claim:
    """What somebody says of themselves. The name keeps its spelling; only its normal form is settled."""

    number: str
    name: str
    birth_date: BirthDate

    def for_register(self) -> IdentityClaim:
        """The claim as the register is asked about it."""
        return IdentityClaim(self.number, self.name, self.birth_date)

    def kept(self) -> dict[str, Any]:
        """The claim as JSON holds it."""
        return {"number": self.number, "name": self.name, "birth": str(self.birth_date)}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """The claim from what was kept."""
        return cls(kept["number"], kept["name"], BirthDate.parse(kept["birth"]))


def read_number(typed: str, today: date, test_prefixes: frozenset[str]) -> str | NumberProblem:
    """The twelve digits as typed, with spaces, dots or full-width digits.

    Args:
        typed: What stands in the field.
        today: Local date.
        test_prefixes: Prefixes of invented people that this deployment takes.
    """
    text = unicodedata.normalize("NFKC", typed[:100])
    read = identity_number.parse(text, today=today, test_prefixes=test_prefixes)
    return read.value if isinstance(read, IdentityNumber) else read


def digits_so_far(typed: str) -> int:
    """How many digits were typed: a message that counts helps more than one that does not."""
    return sum(
        sign.isdigit() for sign in identity_number.normalise(unicodedata.normalize("NFKC", typed[:100]))
    )


def read_name(typed: str) -> str | NameProblem:
    """A full name as typed, in NFC. Any letter of any alphabet is a letter; nobody's spelling is corrected."""
    name = typed_name.normalise(typed[: LONGEST_NAME * 4])
    if not name:
        return NameProblem.EMPTY
    if len(name) > LONGEST_NAME:
        return NameProblem.TOO_LONG
    if any(unicodedata.category(sign)[0] == "C" for sign in name):
        return NameProblem.STRANGE_SIGNS
    if not any(unicodedata.category(sign)[0] in _LETTERS for sign in name):
        return NameProblem.NO_LETTERS
    return name


def name_hint(name: str) -> NameHint | None:
    """A likely slip of the keyboard in a name, to be asked about once: `Nguyeenx`, `Nguye64n`, text of an old font."""
    return typed_name.hint(name)


def read_birth_date(day: str, month: str, year: str, today: date) -> BirthDate | DateProblem:
    """A birth date from three boxes; day and month stay empty where only the year is known.

    Args:
        day: As typed, or empty.
        month: As typed, or empty.
        year: As typed.
        today: Local date.
    """
    parts = [unicodedata.normalize("NFKC", part[:20]).strip() for part in (day, month, year)]
    if problem := _shape(*parts):
        return problem
    try:
        birth = BirthDate(int(parts[2]), *((int(parts[1]), int(parts[0])) if parts[0] else ()))
    except ValueError:
        return DateProblem.NO_SUCH_DAY
    if (birth.year, birth.month or 1, birth.day or 1) > (today.year, today.month, today.day):
        return DateProblem.IN_FUTURE
    return birth if today.year - birth.year <= OLDEST else DateProblem.TOO_LONG_AGO


def _shape(day: str, month: str, year: str) -> DateProblem | None:
    if not (day or month or year):
        return DateProblem.EMPTY
    if not year:
        return DateProblem.NO_YEAR
    if bool(day) != bool(month):
        return DateProblem.INCOMPLETE
    if (
        not all(part.isascii() and part.isdigit() for part in (day, month, year) if part)
        or len(day + month) > 4
    ):
        return DateProblem.NO_SUCH_DAY
    if day and not (int(day) and int(month)):
        return DateProblem.NO_SUCH_DAY
    return None if len(year) == 4 else DateProblem.YEAR_NEEDS_FOUR_DIGITS
