"""Browser sessions in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, literal_column, select, update
from sqlalchemy.orm import contains_eager

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_now
from idp.store.models import BrowserSession, Citizen

_LIVE = (
    select(BrowserSession)
    .join(BrowserSession.citizen)
    .options(contains_eager(BrowserSession.citizen))
    .where(
        BrowserSession.digest == bindparam("cookie"),
        BrowserSession.ended_at.is_(None),
        BrowserSession.idle_expires_at > bindparam("now"),
        BrowserSession.expires_at > bindparam("now"),
        Citizen.state == "active",
    )
)
"""Made once: to make a statement takes longer than to run it."""


class BrowserSessions:
    """Finds, moves and ends browser sessions. A session ends once: the one who ended it learns so."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: BrowserSession) -> None:
        """Keep a new session."""
        insert_now(self._session, row)

    def live(self, digest: str) -> BrowserSession | None:
        """The session behind a cookie, with its citizen, if both may still be used. One statement."""
        return self._session.scalar(_LIVE, {"cookie": digest, "now": self._clock()})

    def live_of(self, citizen_id: str) -> list[BrowserSession]:
        """A citizen's sessions that may still be used, the last used first."""
        found = (
            select(BrowserSession)
            .where(BrowserSession.citizen_id == citizen_id, *self._is_live())
            .order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id)
        )
        return list(self._session.scalars(found))

    def change(self, row: BrowserSession, **values: Any) -> bool:
        """Change a session that has not ended and still has the identifier it was found by."""
        changed = self._session.execute(
            update(BrowserSession)
            .where(
                BrowserSession.id == row.id,
                BrowserSession.digest == row.digest,
                BrowserSession.ended_at.is_(None),
            )
            .values(**values)
            .returning(BrowserSession.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None

    def end(self, session_id: str, citizen_id: str, reason: str) -> BrowserSession | None:
        """End one session of a citizen. The session for exactly one caller."""
        ended = self._end(
            BrowserSession.id == session_id, BrowserSession.citizen_id == citizen_id, reason=reason
        )
        return ended[0] if ended else None

    def end_all_of(self, citizen_id: str, reason: str, *, but: str | None = None) -> Sequence[BrowserSession]:
        """End a citizen's sessions, except perhaps one; those that this call has ended."""
        others = [BrowserSession.id != but] if but else []
        return self._end(BrowserSession.citizen_id == citizen_id, *others, reason=reason)

    def end_expired(self, reason: str, most: int) -> Sequence[BrowserSession]:
        """End sessions that have run out; those that this call has ended.

        Args:
            reason: What is noted.
            most: How many to end in one transaction.
        """
        # The idle limit never lies beyond the absolute one: whoever sets it sees to that.
        run_out = select(BrowserSession.id).where(BrowserSession.idle_expires_at <= self._clock())
        return self._end_some(run_out, reason, most)

    def end_barred(self, reason: str, most: int) -> Sequence[BrowserSession]:
        """End sessions whose citizen's account may not be used (any more); those that this call has ended.

        Args:
            reason: What is noted.
            most: How many to end in one transaction.
        """
        # Spelt out: only so is it seen, before any value is known, that the index over these few will do.
        is_barred = Citizen.state != literal_column("'active'")
        barred = select(BrowserSession.id).join(BrowserSession.citizen).where(is_barred)
        return self._end_some(barred, reason, most)

    def _end_some(self, which: Select[str], reason: str, most: int) -> Sequence[BrowserSession]:
        # Two workers take different ones. Looking first keeps SQLite's one write lock free while there is nothing.
        live = which.where(BrowserSession.ended_at.is_(None)).limit(most)
        found = self._session.scalars(live.with_for_update(skip_locked=True, of=BrowserSession)).all()
        return self._end(BrowserSession.id.in_(found), reason=reason) if found else []

    def _end(self, *which: ColumnElement[bool], reason: str) -> Sequence[BrowserSession]:
        ended = self._session.scalars(
            update(BrowserSession)
            .where(BrowserSession.ended_at.is_(None), *which)
            .values(ended_at=self._clock(), end_reason=reason)
            .returning(BrowserSession)
            .execution_options(synchronize_session="fetch")
        )
        return ended.all()

    def _is_live(self) -> tuple[ColumnElement[bool], ...]:
        now: datetime = self._clock()
        return (
            BrowserSession.ended_at.is_(None),
            BrowserSession.idle_expires_at > now,
            BrowserSession.expires_at > now,
        )
