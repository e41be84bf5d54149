"""Reading the audit log."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import func, or_, select

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord


class AuditRecords:
    """Finds events. Nothing here changes one."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def about_citizen(
        self, citizen_id: str, names: Iterable[str], *, most: int, before: int | None = None
    ) -> list[AuditRecord]:
        """What happened to one citizen, the latest first.

        Args:
            citizen_id: Who.
            names: Which events.
            most: How many.
            before: Only events older than this record, for the next page.
        """
        found = select(AuditRecord).where(
            AuditRecord.citizen_id == citizen_id, AuditRecord.name.in_(list(names))
        )
        if before is not None:
            found = found.where(AuditRecord.id < before)
        return list(
            self._session.scalars(found.order_by(AuditRecord.at.desc(), AuditRecord.id.desc()).limit(most))
        )

    def acts(
        self, areas: Iterable[str], *, most: int, before: int | None = None, client_id: str | None = None
    ) -> list[AuditRecord]:
        """What happened in some areas, the latest first.

        Args:
            areas: Areas of events: what their names begin with, before the dot. None means all.
            most: How many.
            before: Only events older than this record, for the next page.
            client_id: Only events about this application.
        """
        found = select(AuditRecord)
        if wanted := [AuditRecord.name.startswith(f"{area}.", autoescape=True) for area in areas]:
            found = found.where(or_(*wanted))
        if before is not None:
            found = found.where(AuditRecord.id < before)
        if client_id is not None:
            found = found.where(AuditRecord.client_id == client_id)
        return list(self._session.scalars(found.order_by(AuditRecord.id.desc()).limit(most)))

    def count_since(self, name: str, moment: datetime) -> int:
        """How often something happened since a moment."""
        counted = select(func.count()).where(AuditRecord.name == name, AuditRecord.at >= moment)
        return self._session.scalar(counted) or 0

    def in_chain_order(self) -> Iterator[AuditRecord]:
        """Every record, chain after chain, each in its order. Read in portions: the log may be long."""
        ordered = select(AuditRecord).order_by(AuditRecord.writer, AuditRecord.sequence, AuditRecord.id)
        for record in self._session.scalars(ordered.execution_options(yield_per=_PORTION)):
            yield record
            self._session.expunge(record)

    def heads_since(self, moment: datetime | None) -> list[tuple[str, int, str]]:
        """Where each chain stands that grew since a moment: its writer, last sequence and digest."""
        grown = select(AuditRecord.writer, func.max(AuditRecord.sequence).label("sequence"))
        if moment is not None:
            grown = grown.where(AuditRecord.at >= moment)
        last = grown.group_by(AuditRecord.writer).subquery()
        rows = self._session.execute(
            select(AuditRecord.writer, AuditRecord.sequence, AuditRecord.digest)
            .join(last, (last.c.writer == AuditRecord.writer) & (last.c.sequence == AuditRecord.sequence))
            .order_by(AuditRecord.writer)
        )
        return [(writer, sequence, digest) for writer, sequence, digest in rows]

    def named(self, name: str) -> Iterator[AuditRecord]:
        """Every event of a name, oldest first."""
        found = select(AuditRecord).where(AuditRecord.name == name).order_by(AuditRecord.id)
        yield from self._session.scalars(found.execution_options(yield_per=_PORTION))

    def latest(self, name: str) -> AuditRecord | None:
        """The latest event of a name."""
        found = select(AuditRecord).where(AuditRecord.name == name).order_by(AuditRecord.id.desc()).limit(1)
        return self._session.scalar(found)


_PORTION = 1_000
