"""Households before anything else: who lives together, born when. Names and addresses come later (`details.py`)."""

from collections.abc import Iterator
from typing import NamedTuple

from idp.registry.mock.draws import Draws, Weighted
from idp.registry.mock.numbers import cell_of
from idp.registry.mock.person import Sex

PRESENT_YEAR = 2026
"""The generated population is that of this year, whenever it is generated."""

LARGEST = 8


class Member(NamedTuple):
    """Somebody in a household; relations are places in its list."""

    role: str
    sex: Sex
    year: int
    cell: str
    former_cell: str | None
    mother: int | None = None
    father: int | None = None
    spouse: int | None = None
    twin: int | None = None


_KINDS = Weighted(
    [
        ("single", 8),
        ("couple", 14),
        ("family", 46),
        ("one_parent", 9),
        ("three_generations", 18),
        ("grandparents", 5),
    ]
)
_CHILDREN = Weighted([(1, 30), (2, 48), (3, 16), (4, 5), (5, 1)])
_BOYS = 5230
_TWINS = 110
_ELSEWHERE_BORN = 600
_WRONG_SEX_DIGIT = 30
_CANCELLED_NUMBER = 20
"""Chances in ten thousand."""


def household(seed: str, serial: int) -> list[Member]:
    """The people of one household; the same for the same seed and serial, whatever was asked before."""
    draws = Draws(seed, f"household:{serial}")
    return list(_Builder(draws).of_kind(draws.weighted(_KINDS)))[:LARGEST]


def cut(members: list[Member], size: int) -> list[Member]:
    """The first *size* of a household; nobody is left married to somebody who is not there."""
    return [
        member._replace(spouse=None) if member.spouse is not None and member.spouse >= size else member
        for member in members[:size]
    ]


class _Builder:
    """Adds members one by one, older generations first, so that parents have a place before their children."""

    def __init__(self, draws: Draws) -> None:
        self._draws = draws
        self._members: list[Member] = []

    def of_kind(self, kind: str) -> Iterator[Member]:
        if kind == "single":
            self._add("head", self._draws.one_of((Sex.MALE, Sex.FEMALE)), self._draws.between(1931, 2005))
        elif kind == "couple":
            self._couple(self._draws.between(1936, 2000))
        elif kind == "family":
            self._family(self._draws.between(1962, 1999))
        elif kind == "one_parent":
            self._one_parent(self._draws.between(1965, 2000))
        elif kind == "three_generations":
            self._three_generations(self._draws.between(1936, 1962))
        else:
            self._raised_by_grandparents(self._draws.between(1940, 1966))
        return iter(self._members)

    def _add(
        self, role: str, sex: Sex, year: int, *, mother: int | None = None, father: int | None = None,
        spouse: int | None = None, twin: int | None = None,
    ) -> int:  # fmt: skip
        prefix = "099" if self._draws.happens(_ELSEWHERE_BORN) else "098"
        wrong = self._draws.happens(_WRONG_SEX_DIGIT)
        cell = cell_of(prefix, sex, year, wrong_sex=wrong)
        former = (
            cell_of(prefix, sex, year, wrong_sex=not wrong)
            if self._draws.happens(_CANCELLED_NUMBER)
            else None
        )
        self._members.append(Member(role, sex, year, cell, former, mother, father, spouse, twin))
        return len(self._members) - 1

    def _sex(self) -> Sex:
        return Sex.MALE if self._draws.happens(_BOYS) else Sex.FEMALE

    def _couple(self, wife_year: int, *, role: str = "head", partner: str = "spouse") -> tuple[int, int]:
        husband_year = wife_year - self._draws.below(7) + 1
        husband = self._add(role, Sex.MALE, husband_year, spouse=len(self._members) + 1)
        wife = self._add(partner, Sex.FEMALE, wife_year, spouse=husband)
        return husband, wife

    def _children(self, role: str, mother_year: int, *, mother: int | None, father: int | None) -> None:
        """Children of a mother between nineteen and forty-two, one to five years apart; now and then twins."""
        year = mother_year + self._draws.between(19, 30)
        for _ in range(self._draws.weighted(_CHILDREN)):
            if year > PRESENT_YEAR - 1 or year > mother_year + 42:
                break
            first = self._add(role, self._sex(), year, mother=mother, father=father)
            if self._draws.happens(_TWINS):
                self._add(role, self._sex(), year, mother=mother, father=father, twin=first)
            year += self._draws.between(1, 5)

    def _family(self, mother_year: int) -> None:
        father, mother = self._couple(mother_year)
        self._children("child", mother_year, mother=mother, father=father)

    def _one_parent(self, mother_year: int) -> None:
        mother = self._add("head", Sex.FEMALE, mother_year)
        self._children("child", mother_year, mother=mother, father=None)

    def _three_generations(self, grandmother_year: int) -> None:
        grandfather, grandmother = self._couple(grandmother_year)
        wife_year = grandmother_year + self._draws.between(23, 37)
        husband_year = wife_year - self._draws.below(4)
        husband = self._add(
            "child",
            Sex.MALE,
            husband_year,
            mother=grandmother,
            father=grandfather,
            spouse=len(self._members) + 1,
        )
        wife = self._add("child_in_law", Sex.FEMALE, wife_year, spouse=husband)
        self._children("grandchild", wife_year, mother=wife, father=husband)

    def _raised_by_grandparents(self, grandmother_year: int) -> None:
        """Parents work elsewhere, as in many homes of the delta; the record knows no parent here."""
        self._couple(grandmother_year)
        self._children("grandchild", grandmother_year + 24, mother=None, father=None)
