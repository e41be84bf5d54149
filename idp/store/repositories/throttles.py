"""Counts of tries, kept so that guesses in parallel cannot beat them: one conditional upsert per try."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, bindparam, case, delete, or_, select, update
from sqlalchemy.sql.dml import ReturningInsert

from idp.clock import Clock
from idp.crypto.digests import keyed_digest
from idp.store.db import DatabaseSession
from idp.store.insert import insert_for
from idp.store.models import ThrottleCount
from idp.store.models.base import table_of

_COUNTS = table_of(ThrottleCount)
_OVER = _COUNTS.c.forget_at <= bindparam("now")
_PUT_BACK = (
    update(_COUNTS)
    .where(_COUNTS.c.key == bindparam("of"), _COUNTS.c.count > 0)
    .values(count=_COUNTS.c.count - 1)
)
_FIND = select(_COUNTS.c.key, _COUNTS.c.count, _COUNTS.c.not_before).where(
    _COUNTS.c.key.in_(bindparam("keys", expanding=True)), _COUNTS.c.forget_at > bindparam("now")
)
_FORGET = delete(_COUNTS).where(_COUNTS.c.key.in_(bindparam("keys", expanding=True)))
"""Made once, as are those below: to make a statement takes longer than to run it."""

_Insert = ReturningInsert[tuple[str]]


class Throttles:
    """Counts in the database. Keys are digested before they are stored."""

    def __init__(self, session: DatabaseSession, clock: Clock, digest_key: Callable[[], bytes]) -> None:
        self._session = session
        self._clock = clock
        self._digest_key = digest_key

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of a limited number of tries. False when none is left; that counts nothing.

        Args:
            key: Who or where, and what: `register:<network>`.
            limit: Tries in a period.
            per: The period; it begins with its first try.
        """
        now = self._clock()
        moments = {"now": now, "first": now, "end": now + per}
        return self._count(key, _taking(self._dialect), {**moments, "limit": limit})

    def take_slower(self, key: str, waits: Sequence[timedelta], memory: timedelta) -> bool:
        """Take one of a number of tries that come ever more slowly. False when it comes too soon; that counts nothing.

        Args:
            key: Who or where, and what.
            waits: How long the next try has to wait after the first, the second …; their number is the limit.
            memory: When everything is forgotten, counted from the last try.
        """
        now = self._clock()
        moments = {"now": now, "first": now + waits[0], "end": now + memory}
        waits = tuple(waits)
        after = {f"after_{place}": now + waits[place] for place in _rises(waits)}
        return self._count(key, _taking_slower(self._dialect, waits), {**moments, **after})

    def put_back(self, key: str) -> None:
        """Give back a try that turned out to be none."""
        self._session.connection().execute(_PUT_BACK, {"of": self._digest(key)})

    def counts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """How often each was tried, and when it may be tried again; the untried are left out."""
        names = {self._digest(key): key for key in keys}
        rows = self._session.connection().execute(_FIND, {"keys": list(names), "now": self._clock()})
        return {names[key]: (count, not_before) for key, count, not_before in rows}

    def forget(self, keys: Iterable[str]) -> None:
        """Begin anew."""
        self._session.connection().execute(_FORGET, {"keys": [self._digest(key) for key in keys]})

    def forget_about(self, subjects: Iterable[str]) -> None:
        """Begin anew with every key `<subject>:from:<somewhere>`."""
        digests = [self._digest(subject) for subject in subjects]
        self._session.execute(delete(ThrottleCount).where(ThrottleCount.subject.in_(digests)))

    def _count(self, key: str, statement: _Insert, values: dict[str, Any]) -> bool:
        whose = {"of": self._digest(key), "about": self._subject(key)}
        return self._session.connection().execute(statement, {**whose, **values}).first() is not None

    @property
    def _dialect(self) -> str:
        return self._session.get_bind().dialect.name

    def _subject(self, key: str) -> str | None:
        subject, said_from, _ = key.partition(":from:")
        return self._digest(subject) if said_from else None

    def _digest(self, key: str) -> str:
        return keyed_digest(self._digest_key(), "throttle", key)


@cache
def _taking(dialect: str) -> _Insert:
    again = {
        "count": case((_OVER, 1), else_=_COUNTS.c.count + 1),
        "forget_at": case((_OVER, _moment("end")), else_=_COUNTS.c.forget_at),
    }
    return _counting(dialect, again, _COUNTS.c.count < bindparam("limit"))


@cache
def _taking_slower(dialect: str, waits: tuple[timedelta, ...]) -> _Insert:
    # The count before this try decides: after the try it is one more, and so is the wait's place.
    *steps, last = _rises(waits)
    until = [
        (_COUNTS.c.count < after, _moment(f"after_{place}"))
        for place, after in zip(steps, _rises(waits)[1:], strict=True)
    ]
    again = {
        "count": case((_OVER, 1), else_=_COUNTS.c.count + 1),
        "not_before": case((_OVER, _moment("first")), *until, else_=_moment(f"after_{last}")),
        "forget_at": _moment("end"),
    }
    may_come = _COUNTS.c.not_before <= bindparam("now")
    return _counting(dialect, again, may_come & (_COUNTS.c.count < len(waits)))


def _counting(dialect: str, again: dict[str, Any], allowed: ColumnElement[bool]) -> _Insert:
    first = {"count": 1, "not_before": _moment("first"), "forget_at": _moment("end")}
    return (
        insert_for(dialect, _COUNTS)
        .values(key=bindparam("of"), subject=bindparam("about"), **first)
        .on_conflict_do_update(index_elements=[_COUNTS.c.key], set_=again, where=or_(_OVER, allowed))
        .returning(_COUNTS.c.key)
    )


@cache
def _rises(waits: tuple[timedelta, ...]) -> list[int]:
    """The places where the wait is another than before."""
    return [place for place, wait in enumerate(waits) if place == 0 or wait != waits[place - 1]]


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=_COUNTS.c.forget_at.type)
