"""SQLite's driver, made to let the writers of one process queue. Imported where the database is one, only there."""

import os
import sqlite3
import threading
import time
from typing import Any
from weakref import WeakValueDictionary

from idp.store import patience

BUSY_MILLISECONDS = 5_000
"""How long a writer waits for SQLite's one write lock before it gives up."""

KEPT_STATEMENTS = 40
"""Prepared statements each connection keeps, some kilobytes each: those of every hot path, and a few. With the
driver's 128, each of the pool's connections would in the end keep what housekeeping asks once a minute, too.
"""

_AT_ONCE = 0.1
"""Seconds in the queue that are not worth telling SQLite of: to set its limit costs two statements."""


class _Queue:
    """The writers of this process to one file: one at a time has the turn, in no promised order."""

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
        self._queue = _queue_at(database)
        self._has_turn = False

    def begin(self) -> None:
        """Take the write lock, within the patience of who asks.

        Raises:
            sqlite3.OperationalError: Another one kept it for too long.
        """
        longest = BUSY_MILLISECONDS / 1000
        seconds = min(longest, patience.left() or longest)
        until = time.monotonic() + seconds
        # A full disk makes SQLite roll back by itself, and nobody tells this object: then the turn is still ours.
        self._has_turn = self._has_turn or self._queue.turn.acquire(timeout=seconds)
        try:
            self._begin(until - time.monotonic())
        except BaseException:
            self._end_turn()
            raise

    def commit(self) -> None:
        """Commit; the turn ends. If it fails and leaves the transaction open, the turn goes on with it."""
        try:
            super().commit()
        finally:
            if not self.in_transaction:
                self._end_turn()

    def rollback(self) -> None:
        """Roll back; the turn ends as with `commit`."""
        try:
            super().rollback()
        finally:
            if not self.in_transaction:
                self._end_turn()

    def close(self) -> None:
        """Close; what was not committed is gone, and the turn ends."""
        try:
            super().close()
        finally:
            self._end_turn()

    def _begin(self, seconds: float) -> None:
        if seconds > BUSY_MILLISECONDS / 1000 - _AT_ONCE:
            self.execute("BEGIN IMMEDIATE")
            return
        self.execute(f"PRAGMA busy_timeout = {max(0, int(seconds * 1000))}")
        try:
            self.execute("BEGIN IMMEDIATE")
        finally:
            self.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._queue.turn.release()


def _queue_at(database: str) -> _Queue:
    if database in ("", ":memory:"):
        return _Queue()  # each connection is a database of its own
    with _GUARD:
        return _queues.setdefault(os.path.realpath(database), _Queue())


_GUARD = threading.Lock()
_queues: WeakValueDictionary[str, _Queue] = WeakValueDictionary()
