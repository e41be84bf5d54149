"""Which processes run, in the database: each says so once a minute."""

from datetime import timedelta

from sqlalchemy import Connection, func, select

from idp.clock import Clock
from idp.crypto.digests import new_secret
from idp.store import schema
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import RunningProcess

EVERY = timedelta(minutes=1)
LATELY = timedelta(minutes=10)
"""Whoever said nothing for this long has gone."""


class RunningProcesses:
    """Says that this process runs."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        self._id = new_secret(16)
        self._due = clock()

    def note(self) -> int:
        """Say so, if it was not said within a minute; nothing to tell of. One upsert. For housekeeping."""
        now = self._clock()
        if now >= self._due:
            self._due = now + EVERY
            seen = insert_into(self._session, RunningProcess).values(
                id=self._id, knows=schema.known_migrations()[-1], seen_at=now
            )
            same = seen.excluded
            self._session.execute(
                seen.on_conflict_do_update(
                    index_elements=[RunningProcess.id], set_={"knows": same.knows, "seen_at": same.seen_at}
                )
            )
        return 0


def seen_lately(connection: Connection, clock: Clock) -> dict[str, int]:
    """How many processes ran lately, by the newest migration they know.

    Args:
        connection: A database that stands at `0004` or later.
        clock: The time.
    """
    counted = select(RunningProcess.knows, func.count().label("processes")).where(
        RunningProcess.seen_at > clock() - LATELY
    )
    rows = connection.execute(counted.group_by(RunningProcess.knows).order_by(RunningProcess.knows))
    return {row.knows: row.processes for row in rows}
