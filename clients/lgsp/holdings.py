"""What the platform holds: dossiers of the departments, and their daily figures."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from clients.kit.database import Database
from clients.kit.language import HERE

SCHEMA = """
CREATE TABLE IF NOT EXISTS dossier (
    subject TEXT NOT NULL,
    code TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (subject, code)
);
CREATE TABLE IF NOT EXISTS figure (
    unit TEXT NOT NULL,
    day TEXT NOT NULL,
    received INTEGER NOT NULL,
    settled INTEGER NOT NULL,
    PRIMARY KEY (unit, day)
);
"""

DRAFT, PENDING, SETTLED = "draft", "pending", "settled"
"""Prepared by a department and waiting for the citizen's word; handed in; done."""

_HEALTH = {"vi": "Sở Y tế", "en": "Department of Health"}
_LAND = {"vi": "Văn phòng Đăng ký đất đai", "en": "Land Registration Office"}
_EXAMPLES = (
    (
        "SYT",
        {"vi": "Cấp lại sổ tiêm chủng điện tử", "en": "New electronic vaccination record"},
        _HEALTH,
        SETTLED,
        -3,
    ),
    (
        "DD",
        {"vi": "Xác nhận thông tin thửa đất", "en": "Confirmation of a parcel's data"},
        _LAND,
        PENDING,
        6,
    ),
    (
        "SYT",
        {"vi": "Đổi nơi khám chữa bệnh ban đầu", "en": "Change of the first clinic"},
        _HEALTH,
        DRAFT,
        2,
    ),
)


@dataclass(frozen=True)
class Figure:
    """What a department did on one day.

    Args:
        unit: The department.
        day: `YYYY-MM-DD`.
        received: Dossiers that came in.
        settled: Dossiers that were settled.
    """

    unit: str
    day: str
    received: int
    settled: int


class Holdings:
    """The platform's data. A sample has no departments behind it: a citizen it sees first gets examples."""

    def __init__(self, database: Database) -> None:
        database.create(SCHEMA)
        self._database = database

    def dossiers_of(self, subject: str) -> list[dict[str, Any]]:
        """The dossiers of one citizen, as the calling application knows them."""
        with self._database.write() as connection:
            _give_examples(connection, subject)
            rows = connection.execute(
                "SELECT document FROM dossier WHERE subject = ? ORDER BY code", (subject,)
            )
            return [json.loads(row["document"]) for row in rows]

    def find(self, subject: str, code: str) -> dict[str, Any] | None:
        """One dossier of a citizen, and nobody else's."""
        return next((each for each in self.dossiers_of(subject) if each["code"] == code), None)

    def submit(self, subject: str, code: str, unit: str) -> bool:
        """Hand a prepared dossier in. True for exactly one caller, however many try.

        Args:
            subject: Whose it is.
            code: Its code.
            unit: Who hands it in for them.
        """
        found = self.find(subject, code)
        if found is None or found["state"] != DRAFT:
            return False
        before = json.dumps(found, ensure_ascii=False)
        after = json.dumps({**found, "state": PENDING, "submitted_by": unit}, ensure_ascii=False)
        with self._database.write() as connection:
            changed = connection.execute(
                "UPDATE dossier SET document = ? WHERE subject = ? AND code = ? AND document = ?",
                (after, subject, code, before),
            )
            return changed.rowcount == 1

    def take(self, figures: Sequence[Figure]) -> None:
        """Take figures in. The same day of the same department may be sent again: the last word counts."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT INTO figure (unit, day, received, settled) VALUES (:unit, :day, :received, :settled)"
                " ON CONFLICT (unit, day) DO UPDATE SET received = excluded.received, settled = excluded.settled",
                [asdict(figure) for figure in figures],
            )

    def figures(self) -> list[dict[str, Any]]:
        """All figures, newest day first."""
        with self._database.read() as connection:
            rows = connection.execute("SELECT * FROM figure ORDER BY day DESC, unit LIMIT 1000")
            return [dict(row) for row in rows]


def _give_examples(connection: Any, subject: str) -> None:
    connection.executemany(
        "INSERT INTO dossier (subject, code, document) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        [(subject, each["code"], json.dumps(each, ensure_ascii=False)) for each in _examples(subject)],
    )


def _examples(subject: str) -> list[dict[str, Any]]:
    mark = hashlib.sha256(subject.encode("utf-8", "surrogatepass")).hexdigest().upper()
    today = datetime.now(HERE).date()
    return [
        {
            "code": f"{prefix}-{mark[4 * number : 4 * number + 4]}-{number + 1}",
            "title": title,
            "unit": unit,
            "state": state,
            "due": (today + timedelta(days=days)).isoformat(),
        }
        for number, (prefix, title, unit, state, days) in enumerate(_EXAMPLES)
    ]
