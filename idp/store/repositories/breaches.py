"""Breaches of personal data in the database, and whom the audit log shows as affected."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, distinct, func, literal, select, tuple_, update

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord, Breach, BreachNote

_PORTION = 20_000


@dataclass(frozen=True)
class Scope:
    """Which events count as affected.

    Args:
        since: From when on.
        until: Until when.
        clients: At these applications; none means at all of them.
        names: Events of these names; none means all.
    """

    since: datetime
    until: datetime
    clients: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Affected:
    """How many people and events there are, in all and at each application, and which claims were released."""

    people: int
    events: int
    clients: dict[str, tuple[int, int]]
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class AffectedPerson:
    """One person at one application: when first and last, and how often."""

    citizen_id: str
    client_id: str
    first: datetime
    last: datetime
    events: int


class BreachRows:
    """Keeps breaches, and asks the log about them."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, breach: Breach) -> None:
        """Keep a new one."""
        self._session.add(breach)
        self._session.flush()

    def all(self) -> Sequence[Breach]:
        """Every one, the latest first."""
        return self._session.scalars(select(Breach).order_by(Breach.known_at.desc(), Breach.id)).all()

    def open(self) -> Sequence[Breach]:
        """Those whose clock runs, the oldest first."""
        running = select(Breach).where(Breach.reported_at.is_(None), Breach.closed_at.is_(None))
        return self._session.scalars(running.order_by(Breach.known_at)).all()

    def find(self, breach_id: str) -> Breach | None:
        """One of them."""
        return self._session.scalar(select(Breach).where(Breach.id == breach_id))

    def change(self, breach: Breach, **columns: Any) -> bool:
        """Change one that is still as it was read, and open. True for exactly one caller."""
        changed = self._session.execute(
            update(Breach)
            .where(Breach.id == breach.id, Breach.version == breach.version, Breach.closed_at.is_(None))
            .values(**columns, version=breach.version + 1)
            .returning(Breach.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None

    def add_note(self, note: BreachNote) -> None:
        """Keep what was written into a file."""
        self._session.add(note)
        self._session.flush()

    def notes(self, breach_id: str, *, most: int, before: int | None = None) -> Sequence[BreachNote]:
        """What was written into a file, the latest first.

        Args:
            breach_id: Of which breach.
            most: How many notes.
            before: Only notes older than this one.
        """
        wanted = select(BreachNote).where(BreachNote.breach_id == breach_id)
        if before is not None:
            wanted = wanted.where(BreachNote.id < before)
        return self._session.scalars(wanted.order_by(BreachNote.id.desc()).limit(most)).all()

    def affected(self, scope: Scope) -> Affected:
        """Count people and events. Three SELECTs over the time of the breach."""
        which = _which(scope)
        people = self._session.scalar(select(func.count(distinct(AuditRecord.citizen_id))).where(*which))
        by_client = select(
            func.coalesce(AuditRecord.client_id, ""),
            func.count(distinct(AuditRecord.citizen_id)),
            func.count(),
        )
        rows = self._session.execute(by_client.where(*which).group_by(AuditRecord.client_id)).all()
        clients = {str(row[0]): (int(row[1]), int(row[2])) for row in rows}
        events = sum(count for _people, count in clients.values())
        return Affected(people or 0, events, clients, self._claims(which))

    def _claims(self, which: list[ColumnElement[bool]]) -> tuple[str, ...]:
        told = AuditRecord.details["claims"].as_string()
        lists = self._session.scalars(select(told).where(*which, told.is_not(None)).distinct())
        return tuple(dict.fromkeys(claim for text in lists for claim in json.loads(text)))

    def affected_people(self, scope: Scope) -> Iterator[AffectedPerson]:
        """Each person at each application, by their identifiers, read in portions."""
        client_id = func.coalesce(AuditRecord.client_id, "")
        columns = (AuditRecord.citizen_id, client_id)
        counted = select(*columns, func.min(AuditRecord.at), func.max(AuditRecord.at), func.count())
        in_order = counted.where(*_which(scope)).group_by(*columns).order_by(*columns).limit(_PORTION)
        page = in_order
        while rows := self._session.execute(page).all():
            yield from (AffectedPerson(str(row[0]), *row[1:]) for row in rows)
            last = rows[-1]
            after = tuple_(*columns) > tuple_(literal(last[0]), literal(last[1]))
            page = in_order.where(AuditRecord.citizen_id >= last[0], after)


def _which(scope: Scope) -> list[ColumnElement[bool]]:
    which = [
        AuditRecord.at >= scope.since,
        AuditRecord.at < scope.until,
        AuditRecord.citizen_id.is_not(None),
    ]
    if scope.clients:
        which.append(AuditRecord.client_id.in_(scope.clients))
    if scope.names:
        which.append(AuditRecord.name.in_(scope.names))
    return which
