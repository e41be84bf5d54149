"""Logs that PostgreSQL keeps by the month: months are made ahead, and dropped as a whole when their time is over."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from idp.store.db import DatabaseSession
from idp.store.models import AuditRecord, Base, EventCount, ProtocolCall

AHEAD = 3
"""Months that are there before they begin."""

LOCK_MILLISECONDS = 1_000
"""How long a change of months waits for a table: everybody else waits behind it meanwhile."""

_LOCK = 0x5E41E  # any number, the same in every process
_UNTIL = re.compile(r"TO \('([^']+)'\)")


@dataclass(frozen=True)
class Log:
    """A table that only grows.

    Args:
        model: The table.
        column: The moment that says which month a row belongs to.
    """

    model: type[Base]
    column: str

    @property
    def table(self) -> str:
        """The table's name."""
        return str(self.model.__tablename__)


AUDIT = Log(AuditRecord, "at")
LOGS = (AUDIT, Log(EventCount, "hour"), Log(ProtocolCall, "at"))


@dataclass(frozen=True)
class Month:
    """One part of a log.

    Args:
        name: The part's own table.
        until: Its rows are older than this moment; None for the part that takes what has no other place.
        rows: About how many rows it has.
    """

    name: str
    until: datetime | None
    rows: int


class LogMonths:
    """Makes and drops months. On SQLite there are none, and nothing is done."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def of(self, log: Log) -> list[Month]:
        """The parts of a log, the oldest first."""
        if not self._is_postgresql():
            return []
        self._session.execute(text("SET LOCAL datestyle = 'ISO'"))
        rows = self._session.execute(text(_PARTS), {"log": log.table})
        return [Month(name, _until(bound), max(0, int(count))) for name, bound, count in rows]

    def make_ahead(self, log: Log, now: datetime) -> int:
        """Make the months that are missing, up to some months from now; how many.

        What has already come in for such a month, because nobody made it in time, is moved there.

        Args:
            log: Which.
            now: The moment it is.

        Raises:
            OperationalError: Somebody holds the table; the next try will do.
        """
        begin, wanted = self._made_until(log), _months_after(now, AHEAD + 1)
        if begin is None or begin >= wanted or not self.is_only_one():
            return 0
        # Whoever was at it a moment ago may have made them since we looked.
        begin = self._made_until(log) or begin
        self._session.execute(text(f"LOCK TABLE {log.table}_rest IN ACCESS EXCLUSIVE MODE"))
        made = 0
        while begin < wanted:
            self._make(log, begin, _months_after(begin, 1))
            begin, made = _months_after(begin, 1), made + 1
        return made

    def _made_until(self, log: Log) -> datetime | None:
        """The end of the last month there is; None where there are no months."""
        return max((month.until for month in self.of(log) if month.until is not None), default=None)

    def over(self, log: Log, before: datetime) -> Month | None:
        """The oldest month whose rows are all older than a moment."""
        return next((month for month in self.of(log) if month.until and month.until <= before), None)

    def hold(self, log: Log) -> None:
        """Keep everybody from a log until the end of the transaction; before `drop`, where something is written too.

        Raises:
            OperationalError: Somebody holds it; the next try will do.
        """
        self._session.execute(text(f"LOCK TABLE ONLY {log.table} IN ACCESS EXCLUSIVE MODE"))

    def drop(self, log: Log, month: Month) -> None:
        """Drop a month with every row in it, and rows that came for it when it was gone already."""
        self.hold(log)
        self._session.execute(text(f"DROP TABLE {month.name}"))
        late = f"DELETE FROM {log.table}_rest WHERE {log.column} < :until"  # noqa: S608  names of ours
        self._session.execute(text(late), {"until": month.until})

    def is_only_one(self) -> bool:
        """Whether no other worker is at it; if so, none will be until the end of the transaction."""
        self._session.execute(text(f"SET LOCAL lock_timeout = {LOCK_MILLISECONDS}"))
        return bool(self._session.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _LOCK}))

    def _make(self, log: Log, begin: datetime, end: datetime) -> None:
        table, month = log.table, f"{log.table}_{begin:%Y_%m}"
        within = {"begin": begin, "end": end}
        # Made apart and then attached: that keeps nobody from the log, who is not in the rest of it.
        self._session.execute(
            text(f"CREATE TABLE {month} (LIKE {table} INCLUDING DEFAULTS INCLUDING INDEXES)")
        )
        self._session.execute(
            text(
                f"WITH moved AS (DELETE FROM {table}_rest WHERE {log.column} >= :begin AND {log.column} < :end"  # noqa: S608  names of ours
                f" RETURNING *) INSERT INTO {month} SELECT * FROM moved"
            ),
            within,
        )
        bounds = f"FROM ('{begin.isoformat()}') TO ('{end.isoformat()}')"
        self._session.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {month} FOR VALUES {bounds}"))

    def _is_postgresql(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"


_PARTS = """
SELECT part.relname, pg_get_expr(part.relpartbound, part.oid), part.reltuples
FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
WHERE inhparent = to_regclass(:log)
ORDER BY part.relname LIKE '%\\_rest', part.relname NOT LIKE '%\\_before', part.relname
"""


def _until(bound: Any) -> datetime | None:
    found = _UNTIL.search(str(bound))
    return datetime.fromisoformat(found[1]).astimezone(UTC) if found else None


def _months_after(at: datetime, count: int) -> datetime:
    at = at.astimezone(UTC)
    months = at.year * 12 + at.month - 1 + count
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
