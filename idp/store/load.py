"""What the database is asked: how many statements a thread has sent, and how many connections are in use."""

import threading

from sqlalchemy import Engine, event
from sqlalchemy.pool import QueuePool

FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")
"""Beginnings of statements that do not count: those around the others."""

_LONGEST_FRAME = 9


class _OfThread(threading.local):
    statements = 0


_sent = _OfThread()


def count_statements(engine: Engine) -> None:
    """Count what an engine sends from now on.

    Args:
        engine: Listened to as long as it lives.
    """
    event.listen(engine, "before_cursor_execute", _count)


def statements_sent() -> int:
    """How many statements this thread has sent since it began: a request is the difference of two answers."""
    return _sent.statements


def is_statement(text: str) -> bool:
    """Whether a statement counts: it is none of those around the others."""
    return not text.lstrip()[:_LONGEST_FRAME].upper().startswith(FRAME)


def connections_of(engine: Engine) -> tuple[int, int] | None:
    """How many connections are in use and how many are kept open; None where there is no pool."""
    pool = engine.pool
    return (pool.checkedout(), pool.size()) if isinstance(pool, QueuePool) else None


def _count(_connection: object, _cursor: object, text: str, *_rest: object) -> None:
    if is_statement(text):
        _sent.statements += 1
