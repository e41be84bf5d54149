"""Links to operators' accounts in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import OperatorEnrolment


class OperatorEnrolments:
    """Finds links by the digest of their secret, and spends them."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: OperatorEnrolment) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find(self, id_: str) -> OperatorEnrolment | None:
        """A link by its identifier, used or not."""
        return self._session.get(OperatorEnrolment, id_)

    def find_open(self, digest: str) -> OperatorEnrolment | None:
        """The link behind a secret, while it can still be used."""
        return self._session.scalar(
            select(OperatorEnrolment).where(OperatorEnrolment.digest == digest, *self._open())
        )

    def open(self, kind: str) -> Sequence[OperatorEnrolment]:
        """Links of a kind that can still be used, the newest first."""
        newest_first = (OperatorEnrolment.created_at.desc(), OperatorEnrolment.id)
        found = select(OperatorEnrolment).where(OperatorEnrolment.kind == kind, *self._open())
        return self._session.scalars(found.order_by(*newest_first)).all()

    def keep(self, id_: str, **columns: Any) -> bool:
        """Keep what was chosen so far, while the link can still be used."""
        return self._update(OperatorEnrolment.id == id_, *self._open(), values=columns)

    def spend(self, id_: str) -> bool:
        """Use a link. True for exactly one caller."""
        return self._update(OperatorEnrolment.id == id_, *self._open(), values={"used_at": self._clock()})

    def unspend(self, id_: str) -> None:
        """Take back, in the same transaction, a use that led to nothing."""
        self._update(OperatorEnrolment.id == id_, values={"used_at": None})

    def end_all_of(self, operator_id: str, kind: str | None = None) -> None:
        """End every link to an operator's account, or those of one kind."""
        which = [OperatorEnrolment.operator_id == operator_id, *self._open()]
        if kind is not None:
            which.append(OperatorEnrolment.kind == kind)
        self._update(*which, values={"used_at": self._clock()})

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return (OperatorEnrolment.used_at.is_(None), OperatorEnrolment.expires_at > self._clock())

    def _update(self, *which: ColumnElement[bool], values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(OperatorEnrolment)
            .where(*which)
            .values(**values)
            .returning(OperatorEnrolment.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.first() is not None
