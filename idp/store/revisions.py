"""Whether what a process keeps in memory is still what the database has.

Registrations change a few times a day and are read by every request, so each process keeps them. Whoever changes one
raises a number in the same transaction. A process that is asked for what it keeps looks at the number first, at most
once in `FRESH_SECONDS` and in the request that asks: when the database cannot be asked, nothing kept is given out.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import ScalarSelect, bindparam, event, select
from sqlalchemy.orm import ORMExecuteState, Session, SessionTransaction, UOWTransaction

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Base, Client, Revision
from idp.store.models.base import table_of

CLIENTS = "clients"
FRESH_SECONDS = 0.5
"""How long what one process has changed may go unnoticed by another."""

_CHANGED = "revisions.changed"
_WATCHED: dict[type[Base], str] = {Client: CLIENTS}
_TABLE = table_of(Revision)
_NUMBER = select(_TABLE.c.number).where(_TABLE.c.name == bindparam("name"))

Kept = TypeVar("Kept")


class _Here:
    """What this process itself has changed: it acts at once, before anybody looks at the number."""

    def __init__(self) -> None:
        self.changes = 0

    def changed(self) -> None:
        self.changes += 1


_here = _Here()


@dataclass(frozen=True)
class Edition:
    """The state of the database that something was read from."""

    number: int
    changes_here: int


class Shelf(Generic[Kept]):
    """Keeps some values of one kind by their names, as long as the database has not changed.

    Args:
        name: What is kept: one of the names in `revision`.
        session: The session of the running request.
        most: How many values are kept at most; a further one pushes out the oldest.
        now: Seconds that only go forward.
    """

    def __init__(
        self,
        name: str,
        session: DatabaseSession,
        most: int,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name = name
        self._session = session
        self._most = most
        self._now = now
        self._values: dict[str, Kept] = {}
        self._edition: Edition | None = None
        self._looked_at = float("-inf")
        self._lock = threading.Lock()

    def get(self, name: str, read: Callable[[str], tuple[Kept | None, int]]) -> Kept | None:
        """A value, kept or read anew. What is not there is not kept: it may be made at any moment.

        Args:
            name: The value's name.
            read: Reads it in the running transaction, and in the same statement the number.
        """
        if is_changing(self._session(), self._name):
            return read(name)[0]  # what this transaction sees is nobody else's yet
        if name in self._values:
            self._look()
            if (kept := self._values.get(name)) is not None:
                return kept
        now, changes = self._now(), _here.changes
        found, number = read(name)
        if found is not None:
            with self._lock:
                self._turn_to(Edition(number, changes), now)
                while len(self._values) >= self._most:
                    del self._values[next(iter(self._values))]
                self._values[name] = found
        return found

    def _look(self) -> None:
        """Forget what is kept if it may have changed: looked at within `FRESH_SECONDS`, it has not."""
        now, changes, edition = self._now(), _here.changes, self._edition
        is_fresh = now - self._looked_at < FRESH_SECONDS
        if is_fresh and edition is not None and edition.changes_here == changes:
            return
        number = self._session.connection().execute(_NUMBER, {"name": self._name}).scalar()
        with self._lock:
            self._turn_to(Edition(number or 0, changes), now)

    def _turn_to(self, edition: Edition, looked_at: float) -> None:
        # A slow thread may turn back to what it saw a moment ago: that is found out at the next look.
        if edition != self._edition:
            self._values = {}
            self._edition = edition
        self._looked_at = looked_at


def number_of(name: str) -> ScalarSelect[int]:
    """The number of something that is kept, to be read beside it."""
    return select(_TABLE.c.number).where(_TABLE.c.name == name).scalar_subquery()


def changed(session: DatabaseSession, name: str) -> None:
    """Say that the running transaction changes something that processes keep.

    Args:
        session: The session of the running request or command.
        name: What is kept.
    """
    session.info.setdefault(_CHANGED, set()).add(name)


def is_changing(session: Session, name: str) -> bool:
    """Whether the running transaction has changed something of a kind."""
    return name in session.info.get(_CHANGED, ())


@event.listens_for(Session, "after_flush")
def _look(session: Session, _context: UOWTransaction) -> None:
    touched = {type(each) for each in (*session.new, *session.dirty, *session.deleted)}
    for model in touched & _WATCHED.keys():
        session.info.setdefault(_CHANGED, set()).add(_WATCHED[model])
        _raise(session, _WATCHED[model])


@event.listens_for(Session, "do_orm_execute")
def _look_at_statement(asked: ORMExecuteState) -> None:
    # What changes many at once passes by the objects.
    if (asked.is_update or asked.is_delete or asked.is_insert) and asked.bind_mapper is not None:
        name = _WATCHED.get(asked.bind_mapper.class_)
        if name is not None:
            asked.session.info.setdefault(_CHANGED, set()).add(name)


@event.listens_for(Session, "before_commit")
def _raise_all(session: Session) -> None:
    # Last of all that the transaction writes: nobody waits for long, and no two transactions for each other.
    if not session.in_nested_transaction():
        for name in sorted(session.info.get(_CHANGED, ())):
            _raise(session, name)


@event.listens_for(Session, "after_commit")
def _forget(session: Session) -> None:
    if not session.in_nested_transaction() and session.info.pop(_CHANGED, None):
        _here.changed()


@event.listens_for(Session, "after_soft_rollback")
def _never_mind(session: Session, ended: SessionTransaction) -> None:
    if not ended.nested:
        session.info.pop(_CHANGED, None)


def _raise(session: Session, name: str) -> None:
    first = insert_into(session, Revision).values(name=name, number=1)
    session.connection().execute(
        first.on_conflict_do_update(index_elements=[Revision.name], set_={"number": _TABLE.c.number + 1})
    )
