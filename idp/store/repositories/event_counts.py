"""Counts of events by the hour: counted once from the audit log, read from here ever after."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import AuditRecord, EventCount

AN_HOUR = timedelta(hours=1)
LONGEST = 64
"""Characters of a detail."""

Counted = dict[tuple[str, str, str], int]
"""How often, by name, application and detail."""

_COUNTED = ""
"""The name of the row that says that an hour was counted."""
_KEY = (EventCount.hour, EventCount.name, EventCount.client_id, EventCount.detail)


class EventCounts:
    """Counts events, keeps the counts and adds them up.

    Args:
        session: The session of the running command or request.
        told: Which members of an event's details are counted apart, by the event's name.
    """

    def __init__(self, session: DatabaseSession, told: Mapping[str, tuple[str, ...]]) -> None:
        self._session = session
        self._told = told

    def oldest_event(self) -> datetime | None:
        """When the log begins."""
        return self._session.scalar(select(func.min(AuditRecord.at)))

    def counted(self) -> tuple[datetime, datetime] | None:
        """The first and the last hour that was counted; between them there is no gap."""
        # Each by itself: only so does SQLite read either off an end of the index.
        ends = (func.min(EventCount.hour), func.max(EventCount.hour))
        hours = [select(end).where(EventCount.name == _COUNTED).scalar_subquery() for end in ends]
        row = self._session.execute(select(*hours)).one()
        return None if None in tuple(row) else (row[0], row[1])

    def in_log(self, hour: datetime) -> Counted:
        """Count the events of one hour. One SELECT over that hour of the log."""
        of_hour = (AuditRecord.at >= hour, AuditRecord.at < hour + AN_HOUR)
        columns = (AuditRecord.name, func.coalesce(AuditRecord.client_id, ""), self._detail())
        rows = self._session.execute(
            select(*columns, func.count()).where(*of_hour).group_by(*(column for column in columns))
        )
        found: Counted = {}
        for name, client_id, detail, count in rows:
            key = name, client_id, _in_words(detail)
            found[key] = found.get(key, 0) + count
        found[_COUNTED, "", ""] = sum(found.values())
        return found

    def keep(self, hour: datetime, counts: Counted) -> None:
        """Keep what was counted in an hour, in place of what was kept before. Writes only what has changed."""
        before = self._kept(hour)
        rows = _rows(hour, {key: count for key, count in counts.items() if before.get(key) != count})
        if rows:
            added = insert_into(self._session, EventCount)
            self._session.execute(
                added.on_conflict_do_update(index_elements=_KEY, set_={"count": added.excluded.count}), rows
            )

    def add(self, hour: datetime, counts: Counted) -> None:
        """Count things that are not in the log, on top of what was counted of them. One statement."""
        added = insert_into(self._session, EventCount)
        more = EventCount.count + added.excluded.count
        self._session.execute(
            added.on_conflict_do_update(index_elements=_KEY, set_={"count": more}), _rows(hour, counts)
        )

    def summed(
        self,
        by: Iterable[str],
        names: Collection[str],
        since: datetime,
        *,
        until: datetime | None = None,
        clients: Collection[str] | None = None,
        only: Mapping[str, str] | None = None,
    ) -> dict[tuple[Any, ...], int]:
        """Add counts up. One SELECT.

        Args:
            by: What is told apart: `hour`, `name`, `client_id`, `detail`.
            names: Which events.
            since: From this hour on.
            until: Only before this hour.
            clients: Only those at these applications.
            only: For an event of this name, only this detail.
        """
        columns = [getattr(EventCount, column) for column in by]
        which = [EventCount.name.in_(names), EventCount.hour >= since]
        if until is not None:
            which.append(EventCount.hour < until)
        if clients is not None:
            which.append(EventCount.client_id.in_(clients))
        which += [or_(EventCount.name != name, EventCount.detail == it) for name, it in (only or {}).items()]
        rows = self._session.execute(
            select(*columns, func.sum(EventCount.count)).where(*which).group_by(*columns)
        )
        return {tuple(row[:-1]): int(row[-1]) for row in rows}

    def _kept(self, hour: datetime) -> Counted:
        rows = self._session.execute(
            select(EventCount.name, EventCount.client_id, EventCount.detail, EventCount.count).where(
                EventCount.hour == hour
            )
        )
        return {(name, client_id, detail): count for name, client_id, detail, count in rows}

    def _detail(self) -> ColumnElement[str]:
        cases = [
            (
                AuditRecord.name == name,
                _joined([AuditRecord.details[member].as_string() for member in members]),
            )
            for name, members in self._told.items()
        ]
        return case(*cases, else_="")


def hour_of(moment: datetime) -> datetime:
    """The beginning of the hour a moment is in."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _rows(hour: datetime, counts: Counted) -> list[dict[str, Any]]:
    return [
        {"hour": hour, "name": name, "client_id": client_id, "detail": detail, "count": count}
        # In one order: no two who write lock crosswise.
        for (name, client_id, detail), count in sorted(counts.items())
    ]


def _joined(texts: list[Any]) -> ColumnElement[str]:
    joined: ColumnElement[str] = func.coalesce(texts[0], "")
    for text in texts[1:]:
        joined = joined + "|" + func.coalesce(text, "")
    return joined


def _in_words(detail: str) -> str:
    # PostgreSQL writes a list with spaces, SQLite without: read, and written in one way.
    return "|".join(_flat(part) for part in detail.split("|"))[:LONGEST]


def _flat(part: str) -> str:
    if not part.startswith("["):
        return part
    try:
        return "+".join(map(str, json.loads(part)))
    except ValueError:
        return part
