"""The twelve digits of the personal identification number: reading what was typed (Decree 137/2015, art. 13).

There is no check digit. The digits hint at birth year and sex, and both may be wrong, so neither ever refuses a person.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_PROVINCES = """
001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042 044
045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087 089 091
092 093 094 095 096
"""
PROVINCES = frozenset(_PROVINCES.split())
"""Where a birth was registered: the sixty-three provinces there were before July 2025."""

COUNTRIES = frozenset(str(code) for code in range(101, 296))
"""Births registered abroad."""

TEST_PREFIXES = frozenset({"098", "099", "299"})
"""Never assigned: invented people only."""

_LONGEST_INPUT = 64
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_SEPARATORS = re.compile(r"[\s.\-\u200b\u2060\ufeff]+")


class NumberProblem(StrEnum):
    """Why what was typed cannot be a personal number."""

    NOT_TWELVE_DIGITS = "not_twelve_digits"
    OLD_NINE_DIGITS = "old_nine_digits"
    UNKNOWN_PREFIX = "unknown_prefix"
    BIRTH_YEAR_IN_FUTURE = "birth_year_in_future"


@dataclass(frozen=True)
class IdentityNumber:
    """A well-formed number. The hints are for help texts, never for a refusal."""

    value: str

    @property
    def birth_year_hint(self) -> int:
        """The year the digits speak of; some records were created with a wrong one."""
        return (19 + int(self.value[3]) // 2) * 100 + int(self.value[4:6])

    @property
    def gender_hint(self) -> str:
        """The sex the digits speak of; some are wrong, and people change legal sex."""
        return "female" if int(self.value[3]) % 2 else "male"

    def __str__(self) -> str:
        return mask(self.value)


def normalise(text: str) -> str:
    """What was typed without spaces, dots, hyphens and full-width forms. Too long an input gives an empty string."""
    if len(text) > _LONGEST_INPUT:
        return ""
    return _SEPARATORS.sub("", text.translate(_FULL_WIDTH))


def parse(
    text: str, *, today: date, test_prefixes: frozenset[str] = TEST_PREFIXES
) -> IdentityNumber | NumberProblem:
    """Read a personal number as a citizen types it.

    Args:
        today: Local date; a number cannot speak of a birth after this year.
        test_prefixes: Unassigned prefixes that this deployment takes for invented people; empty in production.
    """
    digits = normalise(text)
    if re.fullmatch(r"[0-9]{9}", digits):
        return NumberProblem.OLD_NINE_DIGITS
    if not re.fullmatch(r"[0-9]{12}", digits):
        return NumberProblem.NOT_TWELVE_DIGITS
    if digits[:3] not in PROVINCES | COUNTRIES | test_prefixes:
        return NumberProblem.UNKNOWN_PREFIX
    number = IdentityNumber(digits)
    if number.birth_year_hint > today.year:
        return NumberProblem.BIRTH_YEAR_IN_FUTURE
    return number


def mask(number: str) -> str:
    """The last four digits alone: the first six would tell birth year, sex and origin."""
    return "•" * max(len(number) - 4, 0) + number[-4:]
