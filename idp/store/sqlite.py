"""SQLite's driver, made to let the writers of one process wait for each other in a row."""

import os
import sqlite3
import threading
import time
from typing import Any
from weakref import WeakValueDictionary

from idp.store import patience

BUSY_MILLISECONDS = 5_000
"""How long a writer waits for SQLite's one write lock before it gives up."""


class _Row:
    """Who writes to one file; at most one of this process at a time."""

    def __init__(self) -> None:
        self.turn = threading.Lock()


class QueueingConnection(sqlite3.Connection):
    """A connection that waits for the writers of its own process before it asks SQLite for the write lock.

    SQLite tells nobody that the lock is free: whoever finds it taken sleeps, longer each time up to a tenth of a
    second, and whoever comes just then goes first. With one process that writes, nobody finds it taken. Processes find
    each other as before, one connection of each.
    """

    def __init__(self, database: str, *arguments: Any, **named: Any) -> None:
        super().__init__(database, *arguments, **named)
        self._row = _row_of(database)
        self._has_turn = False

    def begin(self) -> None:
        """Take the write lock, within the patience of who asks.

        Raises:
            sqlite3.OperationalError: Another one kept it for too long.
        """
        longest = BUSY_MILLISECONDS / 1000
        seconds = min(longest, patience.left() or longest)
        until = time.monotonic() + seconds
        self._has_turn = self._row.turn.acquire(timeout=seconds)
        try:
            self._begin(until - time.monotonic())
        except BaseException:
            self._go()
            raise

    def commit(self) -> None:
        """Commit; the next one's turn."""
        try:
            super().commit()
        finally:
            self._go()

    def rollback(self) -> None:
        """Roll back; the next one's turn."""
        try:
            super().rollback()
        finally:
            self._go()

    def close(self) -> None:
        """Close; what was not committed is gone, and it is the next one's turn."""
        super().close()
        self._leave()

    def _begin(self, seconds: float) -> None:
        if seconds > BUSY_MILLISECONDS / 1000 - _AT_ONCE:
            self.execute("BEGIN IMMEDIATE")
            return
        self.execute(f"PRAGMA busy_timeout = {max(0, int(seconds * 1000))}")
        try:
            self.execute("BEGIN IMMEDIATE")
        finally:
            self.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    def _go(self) -> None:
        # A commit that failed may be tried again, and keeps SQLite's lock until then.
        if not self.in_transaction:
            self._leave()

    def _leave(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._row.turn.release()


def _row_of(database: str) -> _Row:
    if database in ("", ":memory:"):
        return _Row()
    with _GUARD:
        return _rows.setdefault(os.path.realpath(database), _Row())


_AT_ONCE = 0.1
_GUARD = threading.Lock()
_rows: WeakValueDictionary[str, _Row] = WeakValueDictionary()
