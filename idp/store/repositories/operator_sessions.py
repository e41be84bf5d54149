"""Sessions of the console in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, bindparam, select, update
from sqlalchemy.orm import contains_eager

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import Operator, OperatorSession

_LIVE = (
    select(OperatorSession)
    .join(OperatorSession.operator)
    .options(contains_eager(OperatorSession.operator))
    .where(
        OperatorSession.digest == bindparam("cookie"),
        OperatorSession.ended_at.is_(None),
        OperatorSession.idle_expires_at > bindparam("now"),
        OperatorSession.expires_at > bindparam("now"),
        Operator.state == "active",
    )
)
"""Made once: every page of the console asks it."""


class OperatorSessions:
    """Finds, moves and ends sessions. A session ends once, and what it shows once it shows once."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: OperatorSession) -> None:
        """Keep a new session."""
        self._session.add(row)
        self._session.flush()

    def live(self, digest: str) -> OperatorSession | None:
        """The session behind a cookie, with its operator, if both may still be used. One statement."""
        return self._session.scalar(_LIVE, {"cookie": digest, "now": self._clock()})

    def change(self, row: OperatorSession, **values: Any) -> bool:
        """Change a session that has not ended and still has the identifier it was found by."""
        return self._update(OperatorSession.id == row.id, OperatorSession.digest == row.digest, values=values)

    def end(self, session_id: str) -> bool:
        """End a session. True for exactly one caller."""
        return self._update(OperatorSession.id == session_id, values=self._ended())

    def of(self, operator_id: str) -> Sequence[OperatorSession]:
        """The live sessions of an operator, the one used last first."""
        now = self._clock()
        found = select(OperatorSession).where(
            OperatorSession.operator_id == operator_id,
            OperatorSession.ended_at.is_(None),
            OperatorSession.idle_expires_at > now,
            OperatorSession.expires_at > now,
        )
        latest_first = (OperatorSession.last_seen_at.desc(), OperatorSession.id)
        return self._session.scalars(found.order_by(*latest_first)).all()

    def end_all_of(self, operator_id: str, but: str | None = None) -> None:
        """End every session of an operator, or every one but one."""
        which = [OperatorSession.operator_id == operator_id]
        if but is not None:
            which.append(OperatorSession.id != but)
        self._update(*which, values=self._ended())

    def take_shown_once(self, row: OperatorSession) -> bytes | None:
        """What the session is to show once, for exactly one caller."""
        sealed = row.shown_once_sealed
        if sealed is None:
            return None
        taken = self._update(
            OperatorSession.id == row.id,
            OperatorSession.shown_once_sealed == sealed,
            values={"shown_once_sealed": None},
        )
        return sealed if taken else None

    def _ended(self) -> dict[str, Any]:
        return {"ended_at": self._clock(), "shown_once_sealed": None}

    def _update(self, *which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(OperatorSession)
            .where(OperatorSession.ended_at.is_(None), *which)
            .values(**values)
            .returning(OperatorSession.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.first() is not None
