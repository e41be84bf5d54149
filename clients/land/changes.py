"""Requests to change what the land register says about a parcel."""

import secrets
import time
from dataclasses import dataclass

from clients.kit.database import Database
from clients.kit.drafts import take_draft
from clients.kit.session_store import Clock

SCHEMA = """
CREATE TABLE IF NOT EXISTS change (
    code TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    parcel TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    level INTEGER NOT NULL,
    sent_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS change_sub ON change (sub);
"""
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Change:
    """A request that was sent, and at which authentication level."""

    code: str
    parcel: str
    kind: str
    reason: str
    level: int
    sent_at: float


class Changes:
    """Sends requests, and finds them for those who sent them."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        database.create(SCHEMA)
        self._database = database
        self._clock = clock

    def send(self, sub: str, parcel: str, level: int) -> Change | None:
        """Send what was typed for a parcel; None when that was done already."""
        with self._database.write() as connection:
            typed = take_draft(connection, sub, parcel)
            if typed is None:
                return None
            code = "DD-" + "".join(secrets.choice(_SIGNS) for _sign in range(6))
            sent = Change(code, parcel, typed["kind"], typed["reason"], level, self._clock())
            connection.execute(
                "INSERT INTO change (code, sub, parcel, kind, reason, level, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (sent.code, sub, sent.parcel, sent.kind, sent.reason, sent.level, sent.sent_at),
            )
        return sent

    def of(self, sub: str) -> list[Change]:
        """What a citizen has sent, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT code, parcel, kind, reason, level, sent_at FROM change WHERE sub = ? ORDER BY sent_at DESC",
                (sub,),
            )
            return [Change(**row) for row in map(dict, rows)]
