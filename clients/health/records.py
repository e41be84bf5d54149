"""The department's own data, kept under its own `sub`: nobody else's data can be joined to it by that."""

import hashlib
import secrets
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from clients.kit.database import Database
from clients.kit.drafts import take_draft
from clients.kit.language import HERE
from clients.kit.session_store import Clock

SCHEMA = """
CREATE TABLE IF NOT EXISTS appointment (
    code TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    clinic TEXT NOT NULL,
    day TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS appointment_sub ON appointment (sub);
CREATE TABLE IF NOT EXISTS look (sub TEXT NOT NULL, who TEXT NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS look_sub ON look (sub, at);
"""
BOOKING = "booking"
THE_CITIZEN = "citizen"
MOST_LOOKS = 10
_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_VACCINES = (
    {"vi": "Uốn ván", "en": "Tetanus"},
    {"vi": "Cúm mùa", "en": "Influenza"},
    {"vi": "Viêm gan B, mũi 3", "en": "Hepatitis B, third dose"},
    {"vi": "Sởi, quai bị, rubella", "en": "Measles, mumps, rubella"},
)
_VISITS = (
    {"vi": "Khám sức khỏe định kỳ", "en": "Regular check-up"},
    {"vi": "Khám mắt", "en": "Eye examination"},
    {"vi": "Khám răng", "en": "Dental check-up"},
)


@dataclass(frozen=True)
class Appointment:
    """An appointment at a clinic, on a day as the citizen wrote it."""

    code: str
    clinic: str
    day: str
    reason: str


@dataclass(frozen=True)
class Entry:
    """One line of a health record."""

    day: str
    what: dict[str, str]


@dataclass(frozen=True)
class Look:
    """Somebody opened the record."""

    who: str
    at: float


class Records:
    """Appointments and records. A sample has no clinics behind it: records are invented from the `sub`."""

    def __init__(self, database: Database, clock: Clock = time.time) -> None:
        database.create(SCHEMA)
        self._database = database
        self._clock = clock

    def book(self, sub: str) -> Appointment | None:
        """Turn what was typed into an appointment; None when that was done already."""
        with self._database.write() as connection:
            typed = take_draft(connection, sub, BOOKING)
            if typed is None:
                return None
            code = "SK-" + "".join(secrets.choice(_SIGNS) for _sign in range(6))
            made = Appointment(code, typed["clinic"], typed["day"], typed.get("reason", ""))
            connection.execute(
                "INSERT INTO appointment (code, sub, clinic, day, reason, made_at) VALUES (?, ?, ?, ?, ?, ?)",
                (made.code, sub, made.clinic, made.day, made.reason, self._clock()),
            )
        return made

    def appointments(self, sub: str) -> list[Appointment]:
        """A citizen's appointments, newest first."""
        with self._database.read() as connection:
            rows = connection.execute(
                "SELECT code, clinic, day, reason FROM appointment WHERE sub = ? ORDER BY made_at DESC",
                (sub,),
            )
            return [Appointment(**row) for row in map(dict, rows)]

    def look(self, sub: str, who: str = THE_CITIZEN) -> list[Look]:
        """Note that somebody opens a record; who opened it before, newest first."""
        with self._database.write() as connection:
            before = connection.execute(
                "SELECT who, at FROM look WHERE sub = ? ORDER BY at DESC LIMIT ?", (sub, MOST_LOOKS)
            ).fetchall()
            connection.execute("INSERT INTO look (sub, who, at) VALUES (?, ?, ?)", (sub, who, self._clock()))
        return [Look(row["who"], row["at"]) for row in before]

    def vaccinations(self, sub: str) -> list[Entry]:
        """What a citizen was vaccinated against."""
        return _invented(sub, "vaccine", _VACCINES)

    def visits(self, sub: str) -> list[Entry]:
        """Where a citizen was examined."""
        return _invented(sub, "visit", _VISITS)


def _invented(sub: str, kind: str, choices: tuple[dict[str, str], ...]) -> list[Entry]:
    marks = hashlib.sha256(f"{kind} {sub}".encode("utf-8", "surrogatepass")).digest()
    today = datetime.now(HERE).date()
    days = [today - timedelta(days=40 + marks[number] * (number + 2)) for number in range(len(choices))]
    entries = [Entry(day.isoformat(), what) for day, what in zip(days, choices, strict=True)]
    return sorted(entries[: 2 + marks[-1] % 2], key=lambda entry: entry.day, reverse=True)
