"""Reading the audit log."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, literal, select, tuple_

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import AuditSearch, Wanted


class AuditRecords:
    """Finds events. Nothing here changes one."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session
        self._search = AuditSearch(session)

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
        self, areas: Collection[str], *, most: int, before: int | None = None, client_id: str | None = None
    ) -> list[AuditRecord]:
        """What happened in some areas, the latest first.

        Args:
            areas: Areas of events: what their names begin with, before the dot. None means all.
            most: How many.
            before: Only events older than this record, for the next page.
            client_id: Only events about this application.
        """
        names = [name for name in self._search.names() if name.partition(".")[0] in areas] if areas else None
        wanted = Wanted(client_id=client_id, names=None if names is None else tuple(names))
        place = None if before is None else self._search.place_of(before)
        return self._search.page(wanted, most=most, before=place)

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

    def after(self, writer: str, sequence: int, most: int) -> list[AuditRecord]:
        """The records that come next, chain after chain. One SELECT.

        Args:
            writer: The chain that was read last; empty to begin.
            sequence: Up to where it was read.
            most: How many.
        """
        place = tuple_(AuditRecord.writer, AuditRecord.sequence)
        following = select(AuditRecord).where(place > tuple_(literal(writer), literal(sequence)))
        return list(
            self._session.scalars(following.order_by(AuditRecord.writer, AuditRecord.sequence).limit(most))
        )

    def digests(self, places: Sequence[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """The digests of the records at some places of some chains; those that are not there are missing."""
        found: dict[tuple[str, int], str] = {}
        columns = (AuditRecord.writer, AuditRecord.sequence, AuditRecord.digest)
        for start in range(0, len(places), _PORTION):
            some = tuple_(AuditRecord.writer, AuditRecord.sequence).in_(places[start : start + _PORTION])
            rows = self._session.execute(select(*columns).where(some))
            found.update({(writer, sequence): digest for writer, sequence, digest in rows})
        return found

    def heads_since(self, moment: datetime | None) -> list[tuple[str, int, str]]:
        """Where each chain stands that grew since a moment: its writer, last sequence and digest."""
        # Not the column itself: SQLite would read the whole log in the order of its chains, to sort nothing.
        chain = AuditRecord.writer.concat("")
        backwards = func.row_number().over(partition_by=chain, order_by=AuditRecord.sequence.desc())
        columns = (AuditRecord.writer, AuditRecord.sequence, AuditRecord.digest)
        grown = select(*columns, backwards.label("place"))
        if moment is not None:
            grown = grown.where(AuditRecord.at >= moment)
        of_each = grown.subquery()
        last = select(of_each.c.writer, of_each.c.sequence, of_each.c.digest).where(of_each.c.place == 1)
        rows = self._session.execute(last.order_by(of_each.c.writer))
        return [(writer, sequence, digest) for writer, sequence, digest in rows]

    def named(self, name: str) -> Iterator[AuditRecord]:
        """Every event of a name, oldest first."""
        found = select(AuditRecord).where(AuditRecord.name == name).order_by(AuditRecord.at, AuditRecord.id)
        yield from self._session.scalars(found.execution_options(yield_per=_PORTION))

    def latest(self, name: str) -> AuditRecord | None:
        """The latest event of a name."""
        latest = (AuditRecord.at.desc(), AuditRecord.id.desc())
        return self._session.scalar(
            select(AuditRecord).where(AuditRecord.name == name).order_by(*latest).limit(1)
        )


_PORTION = 1_000
