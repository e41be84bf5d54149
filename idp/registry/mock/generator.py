"""Streams a whole population: the personas first, then household after household, in constant memory."""

from collections.abc import Iterator
from itertools import count
from typing import NamedTuple

from idp.registry.mock.details import Numbered, people
from idp.registry.mock.households import LARGEST, Member, cut, household
from idp.registry.mock.numbers import Numbers
from idp.registry.mock.person import Person
from idp.registry.mock.personas import personas

SIZES = {"tiny": 0, "demo": 5_000, "dev": 100_000, "province": 4_400_000}
"""People altogether, the personas among them; `tiny` is the personas alone."""

DEFAULT_SEED = "an-lien"


class Placed(NamedTuple):
    """A household and where its members' numbers begin: each takes the next rank of its cell."""

    serial: int
    first: int
    members: list[Member]
    ranks: list[int]


def placed_households(seed: str, total: int) -> Iterator[Placed]:
    """Households with *total* members altogether; the last one is cut to fit.

    A member has one rank, and a second one if a number was cancelled.
    """
    used: dict[str, int] = {}
    entered = entries = 0
    for serial in count():
        if entered >= total:
            return
        members = cut(household(seed, serial), total - entered)
        ranks = []
        for cell in cells(members):
            ranks.append(used.get(cell, 0))
            used[cell] = ranks[-1] + 1
        yield Placed(serial, entries, members, ranks)
        entered += len(members)
        entries += len(ranks)


def cells(members: list[Member]) -> Iterator[str]:
    """The cell of every number in a household, the cancelled ones too, in order."""
    for member in members:
        yield member.cell
        if member.former_cell is not None:
            yield member.former_cell


def records(seed: str, numbers: Numbers, placed: Placed) -> list[Person]:
    """The people of one household, in full."""
    ranks = iter(placed.ranks)
    numbered = [
        Numbered(
            number=numbers.number(member.cell, next(ranks)),
            former=None if member.former_cell is None else numbers.number(member.former_cell, next(ranks)),
            old=numbers.old_number(placed.serial * LARGEST + place),
        )
        for place, member in enumerate(placed.members)
    ]
    return people(seed, placed.serial, placed.members, numbered)


def generate(size: str, seed: str = DEFAULT_SEED) -> Iterator[Person]:
    """Everybody of a population, always in the same order.

    Raises:
        KeyError: No such size.
    """
    invented = personas()
    yield from invented
    numbers = Numbers(seed)
    for placed in placed_households(seed, max(0, SIZES[size] - len(invented))):
        yield from records(seed, numbers, placed)
