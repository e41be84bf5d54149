"""Housekeeping: what is over is removed in small batches, by every worker, again and again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from idp.clock import Clock
from idp.store.repositories.expired_rows import EXPIRIES, ExpiredRows

BATCH = 500
"""Rows handled in one transaction: nobody waits long for a lock."""

PAUSE_SECONDS = 0.02
"""Between two batches: on SQLite, whose writers do not queue, others would hardly get their turn."""

MOST_BATCHES = 20
"""Batches of one chore in one go; then the others have their turn, and the rest comes after them."""


@dataclass(frozen=True)
class Chore:
    """Something to do from time to time.

    Args:
        name: What it is called in the log.
        every: How often.
        work: Handles at most one batch in the running transaction; how many rows it was.
    """

    name: str
    every: timedelta
    work: Callable[[], int]


def removals(rows: ExpiredRows) -> list[Chore]:
    """One chore for each table with rows that expire."""
    every = timedelta(minutes=10)
    return [Chore(f"remove {expiry.name}", every, partial(rows.remove, expiry, BATCH)) for expiry in EXPIRIES]


class Schedule:
    """Knows which chores are due."""

    def __init__(self, chores: list[Chore], clock: Clock) -> None:
        self._chores = chores
        self._clock = clock
        self._due = {chore.name: clock() for chore in chores}

    def due(self) -> list[Chore]:
        """Chores to do now; each is due again after its interval."""
        now = self._clock()
        found = [chore for chore in self._chores if self._due[chore.name] <= now]
        for chore in found:
            self._due[chore.name] = now + chore.every
        return found

    def go_on(self, unfinished: list[Chore]) -> None:
        """Have chores be due at once that stopped with more to do."""
        now = self._clock()
        for chore in unfinished:
            self._due[chore.name] = now
