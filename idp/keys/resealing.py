"""Sealing everything anew under the first key-encryption key: in small batches, by the worker, or all at once.

A value says which key sealed it, so nothing has to be kept of how far the work has come: whoever goes on after an end,
or beside somebody else, looks at every row and finds most of it done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from idp.clock import Clock
from idp.crypto.sealing import CannotOpen, Sealer
from idp.store.repositories.sealed_values import SEALED_TABLES, SealedRow, SealedTable, SealedValues

REST = timedelta(hours=1)
"""After everything was found done: another process may still know the keys in another order."""


class Elsewhere(Protocol):
    """Sealed values that stand inside something else than a column of their own."""

    name: str

    def counted(self) -> tuple[int, int]:
        """How many there are, and how many of them are not under the first key."""
        ...

    def reseal(self) -> int:
        """Seal all of them anew; how many that were. They are few."""
        ...


@dataclass(frozen=True)
class Progress:
    """How far one place has come: `waiting` of its `values` are not under the first key yet."""

    place: str
    values: int
    waiting: int


class Resealing:
    """Goes through every sealed value, again and again, as long as there is more than one key."""

    def __init__(
        self, values: SealedValues, sealer: Sealer, elsewhere: Sequence[Elsewhere], clock: Clock
    ) -> None:
        self._values = values
        self._sealer = sealer
        self._elsewhere = elsewhere
        self._clock = clock
        self._table = 0
        self._key: tuple[Any, ...] | None = None
        self._is_clean = True
        self._rests_until: datetime | None = None
        self.rounds = 0
        """How often every row has been looked at."""
        self.unreadable = 0
        """Values of this round that no key opens; they stay as they are."""

    @property
    def is_resting(self) -> bool:
        """Whether the last round found nothing more to do, a short while ago."""
        return self._rests_until is not None and self._clock() < self._rests_until

    def go_on(self, most: int) -> int:
        """Look at the next rows and seal anew what is not under the first key; how many rows were looked at.

        Args:
            most: How many rows at most. Fewer mean that a round has come to its end.
        """
        mark = self._sealer.mark
        if mark is None or self.is_resting:
            return 0
        if self._table == 0 and self._key is None:
            self.unreadable = 0
        looked_at = 0
        while looked_at < most and self._table < len(SEALED_TABLES):
            sealed = SEALED_TABLES[self._table]
            rows = self._values.after(sealed, self._key, mark, most - looked_at)
            self._reseal(sealed, rows)
            self._key = rows[-1].key if rows else self._key
            if len(rows) < most - looked_at:
                self._table, self._key = self._table + 1, None
            looked_at += len(rows)
        if looked_at < most:
            self._end_round()
        return looked_at

    def progress(self) -> list[Progress]:
        """How far each place has come. Reads every table with sealed values."""
        columns = [(sealed, name) for sealed in SEALED_TABLES for name in sealed.names]
        return [
            *(
                Progress(
                    f"{sealed.table.name}.{name}", *self._values.counted(sealed, name, self._sealer.mark)
                )
                for sealed, name in columns
            ),
            *(Progress(each.name, *each.counted()) for each in self._elsewhere),
        ]

    def _reseal(self, sealed: SealedTable, rows: Sequence[SealedRow]) -> None:
        changes = [(row, self._anew(sealed, row.values)) for row in rows if row.values is not None]
        changes = [(row, fresh) for row, fresh in changes if fresh != row.values]
        self._is_clean = self._is_clean and not changes
        self._values.replace(sealed, changes)

    def _anew(self, sealed: SealedTable, values: Sequence[bytes | None]) -> tuple[bytes | None, ...]:
        named = zip(sealed.names, values, strict=True)
        return tuple(self._one_anew(value, sealed.where(name)) for name, value in named)

    def _one_anew(self, value: bytes | None, where: str) -> bytes | None:
        if value is None or self._sealer.is_current(value):
            return value
        try:
            return self._sealer.seal(self._sealer.open(value, where), where)
        except CannotOpen:
            self.unreadable += 1
            return value

    def _end_round(self) -> None:
        more = sum(each.reseal() for each in self._elsewhere)
        if self._is_clean and not more:
            self._rests_until = self._clock() + REST
        self._table, self._key, self._is_clean = 0, None, True
        self.rounds += 1
