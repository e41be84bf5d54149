"""Twelve digits `PPP C YY NNNNNN`: each cell of province, century-and-sex and year has its own permutation."""

from functools import cache

from idp.registry.mock.permutation import Permutation
from idp.registry.mock.person import Sex

PREFIXES = ("098", "099")
"""Unassigned province codes: no number made here can belong to a real person."""

RESERVED = 1000
"""The lowest suffixes of every cell, and the lowest old numbers, belong to the personas."""

_SUFFIXES = 1_000_000 - RESERVED
_OLD_NUMBERS = 10**8 - RESERVED


def cell_of(prefix: str, sex: Sex, year: int, *, wrong_sex: bool = False) -> str:
    """The first six digits of somebody's number."""
    digit = (year // 100 - 19) * 2 + ((sex is Sex.FEMALE) != wrong_sex)
    return f"{prefix}{digit}{year % 100:02d}"


class Numbers:
    """From the rank inside a cell to a number and back; from a serial to an old nine-digit number and back."""

    def __init__(self, seed: str) -> None:
        self._suffixes = cache(lambda cell: Permutation(_SUFFIXES, f"{seed}:{cell}"))
        self._old = Permutation(_OLD_NUMBERS, f"{seed}:old")

    def number(self, cell: str, rank: int) -> str:
        """The number of the person who came as *rank* into the cell."""
        return f"{cell}{RESERVED + self._suffixes(cell).forward(rank):06d}"

    def rank(self, number: str) -> tuple[str, int] | None:
        """The cell and rank a number stands for; None for a reserved one."""
        cell, suffix = number[:6], int(number[6:]) - RESERVED
        return None if suffix < 0 else (cell, self._suffixes(cell).backward(suffix))

    def old_number(self, serial: int) -> str:
        """A nine-digit number with a first digit that was never used."""
        return f"9{RESERVED + self._old.forward(serial):08d}"

    def serial(self, old_number: str) -> int | None:
        """The serial an old number stands for; None for a reserved or impossible one."""
        suffix = int(old_number[1:]) - RESERVED
        return None if suffix < 0 or old_number[0] != "9" else self._old.backward(suffix)
