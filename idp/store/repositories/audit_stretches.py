"""Stretches of chains in the oldest part of the audit log: what is left of it when it is removed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord

_PORTION = 1_000


@dataclass(frozen=True)
class Stretch:
    """Records of one chain that follow each other without a gap: from where to where, and the digest of the last."""

    writer: str
    first: int
    last: int
    digest: str


class AuditStretches:
    """Reads what is to be removed, and removes it where the log is one table."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def oldest(self) -> datetime | None:
        """When the log begins."""
        return self._session.scalar(select(func.min(AuditRecord.at)))

    def newest(self, until: datetime) -> int | None:
        """The number of the last record older than a moment."""
        return self._session.scalar(select(func.max(AuditRecord.id)).where(AuditRecord.at < until))

    def broken(self, until: datetime) -> int:
        """Neighbours among the records older than a moment of which one does not name the other."""
        linked = (
            select(
                (AuditRecord.sequence - _before(AuditRecord.sequence)).label("step"),
                AuditRecord.previous,
                _before(AuditRecord.digest).label("before"),
            )
            .where(AuditRecord.at < until)
            .subquery()
        )
        torn: ColumnElement[bool] = (linked.c.step == 1) & (linked.c.previous != linked.c.before)
        return self._session.scalar(select(func.count()).where(or_(torn, linked.c.step < 1))) or 0

    def until(self, until: datetime) -> Iterator[Stretch]:
        """Every stretch of the records older than a moment. One SELECT, read in portions."""
        number = func.row_number().over(partition_by=AuditRecord.writer, order_by=AuditRecord.sequence)
        numbered = (
            select(AuditRecord.writer, AuditRecord.sequence, (AuditRecord.sequence - number).label("island"))
            .where(AuditRecord.at < until)
            .subquery()
        )
        ends = (
            select(
                numbered.c.writer,
                func.min(numbered.c.sequence).label("first"),
                func.max(numbered.c.sequence).label("last"),
            )
            .group_by(numbered.c.writer, numbered.c.island)
            .subquery()
        )
        last = (AuditRecord.writer == ends.c.writer) & (AuditRecord.sequence == ends.c.last)
        found = (
            select(ends.c.writer, ends.c.first, ends.c.last, AuditRecord.digest)
            .join(AuditRecord, last & (AuditRecord.at < until))
            .order_by(ends.c.writer, ends.c.first)
        )
        for row in self._session.execute(found.execution_options(yield_per=_PORTION)):
            yield Stretch(*row)

    def remove(self, until: datetime) -> None:
        """Remove the records older than a moment, from a log that is one table."""
        self._session.execute(
            delete(AuditRecord).where(AuditRecord.at < until).execution_options(synchronize_session=False)
        )


def _before(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """What stands in a column of the record before, of the same chain."""
    return func.lag(column).over(partition_by=AuditRecord.writer, order_by=AuditRecord.sequence)
