"""How long the log is kept. What is dropped leaves a stump: where each chain stood, so that the rest can be checked.

PostgreSQL drops a month at a time; SQLite, whose log is one table, removes a day at a time.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from idp.audit.chain import moment_text
from idp.audit.events.chain import RecordsDropped
from idp.audit.log import AuditLog
from idp.audit.stumps import as_text
from idp.clock import Clock
from idp.store.repositories.audit_stretches import AuditStretches, Stretch
from idp.store.repositories.expired_rows import EXPIRIES
from idp.store.repositories.log_months import AUDIT, LOGS, LogMonths

_TOLD_AT_ONCE = 500
"""Stretches in one event."""

_A_DAY = timedelta(days=1)
_log = logging.getLogger("idp.audit")


class Retention:
    """Makes months ahead, and drops those whose time is over.

    Args:
        months: The months of every log.
        stretches: What of the audit log is to go.
        audit: Tells what went.
        keep: How long the audit log is kept.
        clock: The time.
    """

    def __init__(
        self, months: LogMonths, stretches: AuditStretches, audit: AuditLog, keep: timedelta, clock: Clock
    ) -> None:
        self._months = months
        self._stretches = stretches
        self._audit = audit
        self._keep = keep
        self._clock = clock

    def make_ahead(self) -> int:
        """Make the months that are missing, for every log; how many. For housekeeping."""
        return sum(self._months.make_ahead(log, self._clock()) for log in LOGS)

    def drop_others(self) -> int:
        """Drop a month of each other log, if it is over as its rows are; how many went. For housekeeping."""
        dropped = 0
        for log in LOGS:
            for expiry in EXPIRIES:
                if expiry.column.class_ is log.model:
                    month = self._months.over(log, self._clock() - expiry.keep)
                    if month is not None and self._months.is_only_one():
                        self._months.drop(log, month)
                        dropped += 1
        return dropped

    def drop_records(self) -> int:
        """Drop the oldest part of the audit log, if its time is over; how many records. For housekeeping.

        What went is told in the log itself, in the same transaction. Nothing is dropped where neighbours do not name
        each other: what was touched has to be looked at first.
        """
        until = self._over()
        if until is None:
            return 0
        if broken := self._stretches.broken(until):
            _log.error("the audit log before %s was touched at %d places: it is kept", until, broken)
            return 0
        newest, stretches = self._stretches.newest(until), list(self._stretches.until(until))
        if not self._months.of(AUDIT):
            self._tell(until, stretches)
            self._stretches.remove(until)
        elif not self._drop_month(until, stretches, newest):
            return 0
        return sum(each.last - each.first + 1 for each in stretches)

    def _over(self) -> datetime | None:
        before = self._clock() - self._keep
        if self._months.of(AUDIT):
            month = self._months.over(AUDIT, before)
            return None if month is None else month.until
        oldest = self._stretches.oldest()
        if oldest is None:
            return None
        until = oldest.replace(hour=0, minute=0, second=0, microsecond=0) + _A_DAY
        return until if until <= before else None

    def _drop_month(self, until: datetime, stretches: list[Stretch], newest: int | None) -> bool:
        if not self._months.is_only_one():
            return False
        self._months.hold(AUDIT)
        # Looked at without a lock, which may take long; with the lock it is only seen that nothing came after.
        month = self._months.over(AUDIT, until)
        if month is None or self._stretches.newest(until) != newest:
            return False
        self._tell(until, stretches)
        self._months.drop(AUDIT, month)
        return True

    def _tell(self, until: datetime, stretches: list[Stretch]) -> None:
        for some in _portions(stretches):
            records = sum(each.last - each.first + 1 for each in some)
            told = tuple(as_text(each) for each in some)
            self._audit.record(RecordsDropped(until=moment_text(until), records=records, stretches=told))


def _portions(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    rest = iter(stretches)
    while some := list(islice(rest, _TOLD_AT_ONCE)):
        yield some
