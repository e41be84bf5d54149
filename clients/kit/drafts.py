"""What a citizen has typed and not sent yet: kept under their `sub`, found again on any device."""

import json
import time
from sqlite3 import Connection

from clients.kit.database import Database
from clients.kit.session_store import Clock

SCHEMA = """
CREATE TABLE IF NOT EXISTS draft (
    sub TEXT NOT NULL,
    form TEXT NOT NULL,
    answers TEXT NOT NULL,
    changed_at REAL NOT NULL,
    PRIMARY KEY (sub, form)
);
"""
SECONDS_TO_KEEP = 90 * 24 * 60 * 60


class Drafts:
    """One draft per citizen and form."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        database.create(SCHEMA)
        self._database = database
        self._clock = clock

    def keep(self, sub: str, form: str, answers: dict[str, str]) -> None:
        """Keep what was typed, in place of what was kept before."""
        now = self._clock()
        with self._database.write() as connection:
            connection.execute("DELETE FROM draft WHERE changed_at < ?", (now - SECONDS_TO_KEEP,))
            connection.execute(
                "INSERT INTO draft (sub, form, answers, changed_at) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (sub, form) DO UPDATE SET answers = excluded.answers, changed_at = excluded.changed_at",
                (sub, form, json.dumps(answers, ensure_ascii=False), now),
            )

    def find(self, sub: str, form: str) -> dict[str, str] | None:
        """What was kept for a form."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT answers FROM draft WHERE sub = ? AND form = ?", (sub, form)
            ).fetchone()
        return dict(json.loads(row["answers"])) if row else None

    def of(self, sub: str) -> dict[str, float]:
        """The forms a citizen has begun, and when each was changed, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT form, changed_at FROM draft WHERE sub = ? ORDER BY changed_at DESC", (sub,)
            )
            return {row["form"]: row["changed_at"] for row in rows}

    def drop(self, sub: str, form: str) -> None:
        """Forget a draft that is not wanted any more."""
        with self._database.write() as connection:
            take_draft(connection, sub, form)


def take_draft(connection: Connection, sub: str, form: str) -> dict[str, str] | None:
    """Take a draft out, to send it: what was typed for exactly one caller, however often a button is pressed.

    Args:
        connection: The transaction in which it is sent.
        sub: Whose.
        form: Which.
    """
    row = connection.execute(
        "DELETE FROM draft WHERE sub = ? AND form = ? RETURNING answers", (sub, form)
    ).fetchone()
    return dict(json.loads(row["answers"])) if row else None
