"""Searching the audit log. However long it has grown, each page of an answer is read off the end of an index."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord
from idp.store.models.base import Timestamp

_LATEST_FIRST = (AuditRecord.at.desc(), AuditRecord.id.desc())
_PORTION = 1_000


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which events. What is not said does not matter.

    Args:
        citizen_id: About this citizen.
        client_id: About this application.
        operator_id: By or about this operator.
        names: Only these; an empty tuple wants nothing.
        since: Not before this moment.
        until: Before this moment.
        without_citizens: Only what names no citizen.
    """

    citizen_id: str | None = None
    client_id: str | None = None
    operator_id: str | None = None
    names: tuple[str, ...] | None = None
    since: datetime | None = None
    until: datetime | None = None
    without_citizens: bool = False

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Wanted()


@dataclass(frozen=True)
class Place:
    """Where a page ended."""

    at: datetime
    id: int

    @classmethod
    def of(cls, record: AuditRecord) -> Self:
        """The place of a record."""
        return cls(record.at, record.id)


class AuditSearch:
    """Finds events, the latest first. Nothing here changes one."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def names(self) -> list[str]:
        """Every name an event of the log has: one look into the index for each, however many events there are."""
        found = select(func.min(AuditRecord.name).label("name")).cte("found", recursive=True)
        after = select(func.min(AuditRecord.name)).where(AuditRecord.name > found.c.name).scalar_subquery()
        found = found.union_all(select(after).where(found.c.name.is_not(None)))
        return list(self._session.scalars(select(found.c.name).where(found.c.name.is_not(None))))

    def page(self, wanted: Wanted, *, most: int, before: Place | None = None) -> list[AuditRecord]:
        """Some events, the latest first. One SELECT.

        Args:
            wanted: Which.
            most: How many.
            before: Where the page before ended.
        """
        return list(self._session.scalars(self.statement(wanted, most=most, before=before)))

    def every(self, wanted: Wanted) -> Iterator[AuditRecord]:
        """All of them, the latest first, read in portions; what comes in meanwhile is left out."""
        before: Place | None = None
        while found := self.page(wanted, most=_PORTION, before=before):
            before = Place.of(found[-1])
            yield from self._let_go(found)

    def whole(self) -> Iterator[AuditRecord]:
        """The whole log in the order it was written, read in portions."""
        after = 0
        in_order = select(AuditRecord).order_by(AuditRecord.id).limit(_PORTION)
        while found := self._session.scalars(in_order.where(AuditRecord.id > after)).all():
            after = found[-1].id
            yield from self._let_go(found)

    def place_of(self, record_id: int) -> Place | None:
        """The place of a record."""
        at = self._session.scalar(select(AuditRecord.at).where(AuditRecord.id == record_id))
        return None if at is None else Place(at, record_id)

    def statement(self, wanted: Wanted, *, most: int, before: Place | None = None) -> Select[AuditRecord]:
        """What `page` asks the database."""
        which = list(_conditions(wanted, before))
        names = wanted.names
        if names is None:
            return _latest(which, most)
        # A person's events are few. An application's are not: there each name has its own place in an index.
        if len(names) < 2 or wanted.citizen_id is not None or wanted.operator_id is not None:
            return _latest([*which, AuditRecord.name.in_(names)], most)
        each = [_latest([*which, AuditRecord.name == name], most).subquery() for name in names]
        found = union_all(*(select(part.c.id) for part in each)).subquery()
        return _latest([AuditRecord.id.in_(select(found.c.id))], most)

    def _let_go(self, records: Sequence[AuditRecord]) -> Sequence[AuditRecord]:
        # Before they are handed out: whoever reads them may take long, and have another session by then.
        for record in records:
            self._session.expunge(record)
        return records


def _latest(which: list[ColumnElement[bool]], most: int) -> Select[AuditRecord]:
    return select(AuditRecord).where(*which).order_by(*_LATEST_FIRST).limit(most)


def _conditions(wanted: Wanted, before: Place | None) -> Iterator[ColumnElement[bool]]:
    for column, value in (
        (AuditRecord.citizen_id, wanted.citizen_id),
        (AuditRecord.client_id, wanted.client_id),
        (AuditRecord.operator_id, wanted.operator_id),
    ):
        if value is not None:
            yield column == value
    if wanted.without_citizens:
        yield AuditRecord.citizen_id.is_(None)
    if wanted.since is not None:
        yield AuditRecord.at >= wanted.since
    if wanted.until is not None:
        yield AuditRecord.at < wanted.until
    if before is not None:
        place = tuple_(AuditRecord.at, AuditRecord.id)
        yield place < tuple_(literal(before.at, Timestamp()), literal(before.id))
