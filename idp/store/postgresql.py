"""PostgreSQL's driver, made to give up in time. Imported where the database is one, and nowhere else."""

from collections.abc import Sequence
from typing import Any, TypeVar, overload

import psycopg
from psycopg.abc import PQGen

from idp.store import patience

CONNECT_SECONDS = 2
CANCEL_SECONDS = 0.5
"""How long the server may take to hear that nobody waits for its answer any more."""

STILL_THERE = {
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""After half a minute a network that swallows everything is noticed, also by those whose patience has no end.

Seconds, but for the last, which is in milliseconds.
"""

_Answer = TypeVar("_Answer")
_rest = patience.Rest()


class Columns(Sequence[psycopg.Column]):
    """What the columns of an answer are, each looked up when somebody asks for it.

    SQLAlchemy asks once for each statement, and then only whether there are any; to look up thirty takes longer than to
    read them.

    Args:
        cursor: Holds the answer.
        count: How many there are.
    """

    def __init__(self, cursor: "psycopg.Cursor[Any]", count: int) -> None:
        self._cursor = cursor
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> psycopg.Column: ...
    @overload
    def __getitem__(self, place: slice) -> list[psycopg.Column]: ...
    def __getitem__(self, place: int | slice) -> psycopg.Column | list[psycopg.Column]:
        places = range(self._count)[place]
        if isinstance(places, int):
            return psycopg.Column(self._cursor, places)
        return [psycopg.Column(self._cursor, each) for each in places]


class Cursor(psycopg.Cursor[Any]):
    """The driver's, which describes an answer only as far as it is asked."""

    @property
    def description(self) -> Columns | None:  # type: ignore[override]  # the driver says list; PEP 249, and SQLAlchemy, want a sequence
        """The columns of the answer, None where it has none (PEP 249)."""
        answer = self.pgresult
        return Columns(self, answer.nfields) if answer is not None and answer.nfields else None


class PatientConnection(psycopg.Connection[Any]):
    """A connection on which nobody waits for longer than `patience` allows; it is of no use afterwards.

    A limit at the server would end neither the wait for a server that stands still nor that for a network that is
    gone, and would hold for migrations and the worker as well.
    """

    def wait(self, gen: PQGen[_Answer], *arguments: Any, **named: Any) -> _Answer:
        """Wait for the server; the driver does all its waiting here.

        Raises:
            psycopg.OperationalError: It took too long.
        """
        if (seconds := patience.left()) is None:
            return super().wait(gen, *arguments, **named)
        try:
            return super().wait(gen, *arguments, **{"timeout": seconds, **named})
        except psycopg.errors._WaitTimeout as cause:  # noqa: SLF001  the driver has no public name for it
            self._give_up()
            raise psycopg.OperationalError("the database did not answer in time") from cause

    def _give_up(self) -> None:
        # What waits for a lock would otherwise wait on at the server, one more for each request.
        self._try_cancel(timeout=CANCEL_SECONDS)
        self.pgconn.finish()


def connect(*arguments: Any, **named: Any) -> PatientConnection:
    """Connect, unless the server did not answer a moment ago.

    Raises:
        psycopg.OperationalError: It did not answer, now or then.
    """
    if not _rest.is_over():
        raise psycopg.OperationalError("the database did not answer a moment ago")
    wanted = {"connect_timeout": CONNECT_SECONDS, "cursor_factory": Cursor, **STILL_THERE, **named}
    try:
        connection = PatientConnection.connect(*arguments, **wanted)
    except psycopg.errors.ConnectionTimeout:
        _rest.begin()
        raise
    _rest.forget()
    return connection
