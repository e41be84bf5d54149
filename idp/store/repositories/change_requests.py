"""Acts that need a second person, in the database."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import ChangeRequest

OPEN = "open"
_IDENTIFIER = re.compile(r"[0-9a-f-]{36}")


class ChangeRequestRows:
    """Keeps requests and decides each once."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: ChangeRequest) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find(self, id_: str) -> ChangeRequest | None:
        """A request by its identifier, decided or not; nothing is asked for what cannot be one."""
        if not _IDENTIFIER.fullmatch(id_):
            return None
        return self._session.scalar(select(ChangeRequest).where(ChangeRequest.id == id_))

    def settle(self, id_: str, by: str, *, is_asker: bool, **columns: Any) -> bool:
        """Decide an open request. True for exactly one caller.

        Args:
            id_: Which.
            by: Who decides.
            is_asker: Whether this must be whoever asked for it, or must not be.
            columns: What it is from now on.
        """
        asked_by = ChangeRequest.asked_by
        who = asked_by == by if is_asker else asked_by != by
        return self._update(ChangeRequest.id == id_, who, *self._open(), values=columns)

    def reopen(self, id_: str, state: str) -> bool:
        """Take a decision back that was made in this same transaction."""
        again: dict[str, Any] = {"state": OPEN, "decided_by": None, "decided_at": None, "comments": []}
        return self._update(ChangeRequest.id == id_, ChangeRequest.state == state, values=again)

    def open(self, kinds: Sequence[str] | None = None, subject: str | None = None) -> Sequence[ChangeRequest]:
        """Those that wait for a decision, the oldest first."""
        wanted = select(ChangeRequest).where(*self._open(), *_about(kinds, subject))
        return self._session.scalars(wanted.order_by(ChangeRequest.asked_at, ChangeRequest.id)).all()

    def past(
        self,
        *,
        kinds: Sequence[str] | None = None,
        subject: str | None = None,
        before: datetime | None = None,
        most: int,
    ) -> Sequence[ChangeRequest]:
        """Those that do not wait any more, the latest first."""
        over = (ChangeRequest.state != OPEN) | (ChangeRequest.expires_at <= self._clock())
        wanted = select(ChangeRequest).where(over, *_about(kinds, subject))
        if before is not None:
            wanted = wanted.where(ChangeRequest.asked_at < before)
        latest = (ChangeRequest.asked_at.desc(), ChangeRequest.id)
        return self._session.scalars(wanted.order_by(*latest).limit(most)).all()

    def count_open(self) -> int:
        """How many wait for a decision."""
        return self._session.scalar(select(func.count()).select_from(ChangeRequest).where(*self._open())) or 0

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return ChangeRequest.state == OPEN, ChangeRequest.expires_at > self._clock()

    def _update(self, *which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(ChangeRequest)
            .where(*which)
            .values(**values)
            .returning(ChangeRequest.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.first() is not None


def _about(kinds: Sequence[str] | None, subject: str | None) -> tuple[ColumnElement[bool], ...]:
    of_kind = () if kinds is None else (ChangeRequest.kind.in_(kinds),)
    of_subject = () if subject is None else (ChangeRequest.subject == subject,)
    return (*of_kind, *of_subject)
