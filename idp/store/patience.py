"""How long somebody who asks is kept waiting for the database, over all it is asked for them.

Nobody waits longer for an answer than they would for an error: a database that hangs, or a lock that somebody holds,
is told as trouble while the asker is still there. The worker and the command line have no such end: they wait.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as PoolTimeout

SECONDS = 7.5
"""For one request. With the page that tells of the trouble it stays under ten seconds."""

LONGEST = 5.0
"""Seconds for one statement of a request."""

SHORTEST = 0.5
"""Seconds that even a late statement gets: a long piece of work whose statements are answered goes on."""

UNAVAILABLE = (DBAPIError, PoolTimeout, PendingRollbackError)
"""What an unavailable database may show itself as; `is_unavailable` tells it from a mistake of ours."""

_READ_ONLY = "25006"
_until: ContextVar[float | None] = ContextVar("patience_until", default=None)


def begin(seconds: float = SECONDS) -> None:
    """Somebody waits from now on, and will not for longer than that."""
    _until.set(time.monotonic() + seconds)


def end() -> None:
    """Nobody waits any more."""
    _until.set(None)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Wait no longer than this in a block, nor longer than whoever waits already."""
    before, wanted = _until.get(), time.monotonic() + seconds
    _until.set(wanted if before is None else min(before, wanted))
    try:
        yield
    finally:
        _until.set(before)


def left() -> float | None:
    """Seconds that the next statement may take; None where nobody waits."""
    until = _until.get()
    return None if until is None else max(SHORTEST, min(LONGEST, until - time.monotonic()))


def is_unavailable(error: BaseException) -> bool:
    """Whether an exception means that the database cannot serve now: it is away, busy, full, or takes no writes."""
    if isinstance(error, OperationalError | InterfaceError | PoolTimeout | PendingRollbackError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or getattr(error.orig, "sqlstate", None) == _READ_ONLY


class Rest:
    """A server that did not answer in time is left alone for a moment; then one may try.

    Without it each request would find out for itself, and every thread would be one that waits.

    Args:
        seconds: How long.
        now: Seconds that only go forward.
    """

    def __init__(self, seconds: float = 1.0, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._now = now
        self._until: float | None = None
        self._lock = threading.Lock()

    def is_over(self) -> bool:
        """Whether this caller may try. The first one after a rest begins another for the others."""
        with self._lock:
            now = self._now()
            if self._until is not None and now < self._until:
                return False
            if self._until is not None:
                self._until = now + self._seconds
            return True

    def begin(self) -> bool:
        """It did not answer; whether that is new."""
        with self._lock:
            was, self._until = self._until, self._now() + self._seconds
        return was is None

    def forget(self) -> bool:
        """It answered; whether that is new."""
        if self._until is None:
            return False
        with self._lock:
            was, self._until = self._until, None
        return was is not None
