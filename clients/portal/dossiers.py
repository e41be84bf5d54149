"""The dossiers citizens have sent here, kept under their `sub`."""

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from clients.kit.database import Database
from clients.kit.drafts import take_draft
from clients.kit.facts import Fact
from clients.kit.language import HERE
from clients.kit.session_store import Clock

SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
    code TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    service TEXT NOT NULL,
    answers TEXT NOT NULL,
    facts TEXT NOT NULL,
    level INTEGER NOT NULL,
    sent_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS dossier_sub ON dossier (sub, sent_at);
"""
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Dossier:
    """What was sent: the citizen's answers, and the facts as the register had them at that moment.

    Args:
        code: On the receipt.
        service: Which service.
        answers: What the citizen typed.
        facts: What nobody typed.
        level: The authentication level it was sent at.
        sent_at: Seconds since 1970.
    """

    code: str
    service: str
    answers: dict[str, str]
    facts: list[Fact]
    level: int
    sent_at: float


class Dossiers:
    """Sends dossiers, and finds them for those who sent them."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        database.create(SCHEMA)
        self._database = database
        self._clock = clock

    def send(self, sub: str, service: str, facts: Sequence[Fact], level: int) -> Dossier | None:
        """Send a draft. None where there is none (any more): the button was pressed twice."""
        now = self._clock()
        with self._database.write() as connection:
            answers = take_draft(connection, sub, service)
            if answers is None:
                return None
            dossier = Dossier(_new_code(now), service, answers, list(facts), level, now)
            connection.execute(
                "INSERT INTO dossier (code, sub, service, answers, facts, level, sent_at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    dossier.code,
                    sub,
                    service,
                    _json(answers),
                    _json([asdict(fact) for fact in facts]),
                    level,
                    now,
                ),
            )
        return dossier

    def of(self, sub: str) -> list[Dossier]:
        """All dossiers of a citizen, newest first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM dossier WHERE sub = ? ORDER BY sent_at DESC", (sub,))
            return [_dossier(row) for row in rows]

    def find(self, sub: str, code: str) -> Dossier | None:
        """One dossier, for the citizen who sent it and for nobody else."""
        with self._database.read() as connection:
            row = connection.execute(
                "SELECT * FROM dossier WHERE code = ? AND sub = ?", (code, sub)
            ).fetchone()
        return _dossier(row) if row else None


def _dossier(row: Any) -> Dossier:
    facts = [Fact(**each) for each in json.loads(row["facts"])]
    return Dossier(
        row["code"], row["service"], json.loads(row["answers"]), facts, row["level"], row["sent_at"]
    )


def _new_code(now: float) -> str:
    signs = "".join(secrets.choice(_SIGNS) for _sign in range(6))
    return f"AL-{datetime.fromtimestamp(now, HERE):%y%m%d}-{signs}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
