"""Counts of tries, kept so that guesses in parallel cannot beat them: one conditional upsert per try."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Case, ColumnElement, case, delete, or_, select, update

from idp.clock import Clock
from idp.crypto.digests import keyed_digest
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import ThrottleCount


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
        over = ThrottleCount.forget_at <= now
        return self._count(
            key,
            first={"not_before": now, "forget_at": now + per},
            again={
                "count": case((over, 1), else_=ThrottleCount.count + 1),
                "forget_at": case((over, now + per), else_=ThrottleCount.forget_at),
            },
            allowed=or_(over, ThrottleCount.count < limit),
        )

    def take_slower(self, key: str, waits: Sequence[timedelta], memory: timedelta) -> bool:
        """Take one of a number of tries that come ever more slowly. False when it comes too soon; that counts nothing.

        Args:
            key: Who or where, and what.
            waits: How long the next try has to wait after the first, the second …; their number is the limit.
            memory: When everything is forgotten, counted from the last try.
        """
        now = self._clock()
        over = ThrottleCount.forget_at <= now
        return self._count(
            key,
            first={"not_before": now + waits[0], "forget_at": now + memory},
            again={
                "count": case((over, 1), else_=ThrottleCount.count + 1),
                "not_before": case((over, now + waits[0]), else_=_next_moment(now, waits)),
                "forget_at": now + memory,
            },
            allowed=or_(over, (ThrottleCount.not_before <= now) & (ThrottleCount.count < len(waits))),
        )

    def put_back(self, key: str) -> None:
        """Give back a try that turned out to be none."""
        self._session.execute(
            update(ThrottleCount)
            .where(ThrottleCount.key == self._digest(key), ThrottleCount.count > 0)
            .values(count=ThrottleCount.count - 1)
        )

    def counts(self, keys: Iterable[str]) -> dict[str, tuple[int, datetime]]:
        """How often each was tried, and when it may be tried again; the untried are left out."""
        names = {self._digest(key): key for key in keys}
        rows = self._session.execute(
            select(ThrottleCount.key, ThrottleCount.count, ThrottleCount.not_before).where(
                ThrottleCount.key.in_(names), ThrottleCount.forget_at > self._clock()
            )
        )
        return {names[key]: (count, not_before) for key, count, not_before in rows}

    def forget(self, keys: Iterable[str]) -> None:
        """Begin anew."""
        self._session.execute(
            delete(ThrottleCount).where(ThrottleCount.key.in_([self._digest(key) for key in keys]))
        )

    def forget_about(self, subjects: Iterable[str]) -> None:
        """Begin anew with every key `<subject>:from:<somewhere>`."""
        digests = [self._digest(subject) for subject in subjects]
        self._session.execute(delete(ThrottleCount).where(ThrottleCount.subject.in_(digests)))

    def _count(
        self, key: str, *, first: dict[str, Any], again: dict[str, Any], allowed: ColumnElement[bool]
    ) -> bool:
        counted = (
            insert_into(self._session, ThrottleCount)
            .values(key=self._digest(key), subject=self._subject(key), count=1, **first)
            .on_conflict_do_update(index_elements=[ThrottleCount.key], set_=again, where=allowed)
            .returning(ThrottleCount.key)
        )
        return self._session.execute(counted).first() is not None

    def _subject(self, key: str) -> str | None:
        subject, said_from, _ = key.partition(":from:")
        return self._digest(subject) if said_from else None

    def _digest(self, key: str) -> str:
        return keyed_digest(self._digest_key(), "throttle", key)


def _next_moment(now: datetime, waits: Sequence[timedelta]) -> Case[datetime]:
    # The count before this try decides: after the try it is one more, and so is the wait's place.
    steps = [(ThrottleCount.count == place, now + wait) for place, wait in enumerate(waits) if place > 0]
    return case(*steps, else_=now + waits[-1])
