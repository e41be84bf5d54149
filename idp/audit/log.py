"""Writes the audit log, in the transaction of what it tells about."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from sqlalchemy import event, insert
from sqlalchemy.orm import Session, SessionTransaction, scoped_session

from idp.audit.chain import Writer, Writers, moment_text, record_digest
from idp.audit.events.event import Event
from idp.clock import Clock
from idp.store.models import AuditRecord
from idp.store.models.base import table_of

_BORROWED = "audit.borrowed"
_ADD = insert(table_of(AuditRecord)).inline()
"""Made once: to make a statement takes longer than to run it. Its number is of no interest here."""
_COMMITTING = "audit.committing"


class AuditLog:
    """Records events. An event is there if and only if the change it tells about is there."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._writers = Writers()

    def record(self, happened: Event) -> None:
        """Add an event to the transaction. One INSERT.

        Args:
            happened: The event; it holds identifiers and names of things, never a personal value.

        Raises:
            RuntimeError: Called inside a savepoint, whose rollback would tear the chain.
        """
        session = self._session()
        if session.in_nested_transaction():
            raise RuntimeError("an audit event is recorded outside of savepoints")
        writer = self._writer_of(session)
        content = columns(happened, self._clock())
        sequence = writer.sequence + 1
        digest = record_digest(writer.last, writer.name, sequence, chained(content))
        place = {"writer": writer.name, "sequence": sequence, "previous": writer.last, "digest": digest}
        session.connection().execute(_ADD, {**content, **place})
        writer.sequence, writer.last = sequence, digest

    def _writer_of(self, session: Session) -> Writer:
        if _BORROWED not in session.info:
            session.info[_BORROWED] = Borrowed.from_pool(self._writers)
        borrowed: Borrowed = session.info[_BORROWED]
        return borrowed.writer


@dataclass(frozen=True)
class Borrowed:
    """A writer lent to a transaction, and where its chain stood before."""

    pool: Writers
    writer: Writer
    sequence: int
    last: str

    @classmethod
    def from_pool(cls, pool: Writers) -> Self:
        """Borrow a free writer."""
        writer = pool.borrow()
        return cls(pool, writer, writer.sequence, writer.last)


@event.listens_for(Session, "before_commit")
def _note(session: Session) -> None:
    if _BORROWED in session.info and not session.in_nested_transaction():
        session.info[_COMMITTING] = True


@event.listens_for(Session, "after_commit")
def _keep(session: Session) -> None:
    session.info.pop(_COMMITTING, None)
    if _BORROWED in session.info and not session.in_nested_transaction():
        borrowed: Borrowed = session.info.pop(_BORROWED)
        borrowed.pool.give_back(borrowed.writer)


@event.listens_for(Session, "after_soft_rollback")
def _take_back(session: Session, ended: SessionTransaction) -> None:
    if _BORROWED in session.info and not ended.nested:
        borrowed: Borrowed = session.info.pop(_BORROWED)
        if session.info.pop(_COMMITTING, False):
            # The word of it may have been lost on its way back, and the records be there: nobody writes on here.
            return
        borrowed.writer.sequence, borrowed.writer.last = borrowed.sequence, borrowed.last
        borrowed.pool.give_back(borrowed.writer)


def columns(happened: Event, at: datetime) -> dict[str, Any]:
    """The columns of an event's record, without its place in the chain."""
    empty = {"citizen_id": None, "client_id": None, "operator_id": None}
    return {"at": at, "name": happened.name, **empty, **happened.subjects(), "details": happened.details()}


def chained(content: dict[str, Any]) -> dict[str, Any]:
    """The part of a record that its digest covers."""
    return {**content, "at": moment_text(content["at"])}
