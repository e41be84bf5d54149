"""Breaches of personal data: the clock from the moment one is known, whom it affects, and its sealed file.

Source: Law 91/2025/QH15, Art. 23 (72 hours; the file is kept for five years after repair); Decree 331/2026/NĐ-CP,
Art. 31(2)(d) (first word of a serious incident within 24 hours, its causes within 72).
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from idp.audit.events.event import Event
from idp.audit.events.watching import (
    BreachChanged,
    BreachClosed,
    BreachCounted,
    BreachListExported,
    BreachNoted,
    BreachOpened,
    BreachReported,
)
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Breach, BreachNote
from idp.store.repositories.breaches import Affected, AffectedPerson, BreachRows, Scope

FIRST_WORD = timedelta(hours=24)
REPORT = timedelta(hours=72)
LONGEST_TITLE, LONGEST_NOTE = 200, 4_000
LONGEST_TIME = timedelta(days=1100)
_NOTES = "breach_note.text_sealed"


@dataclass(frozen=True)
class Clocks:
    """The two clocks of a breach. What is left may be less than nothing."""

    first_word: timedelta
    report: timedelta


@dataclass(frozen=True)
class Note:
    """Something an operator wrote into the file."""

    id: int
    at: datetime
    by: str
    text: str


class Breaches:
    """Opens breaches and keeps their files."""

    def __init__(self, rows: BreachRows, sealer: Sealer, audit: AuditLog, clock: Clock) -> None:
        self._rows = rows
        self._sealer = sealer
        self._audit = audit
        self._clock = clock

    def all(self) -> Sequence[Breach]:
        """Every breach, the latest first."""
        return self._rows.all()

    def open(self) -> Sequence[Breach]:
        """Those whose clock runs."""
        return self._rows.open()

    def find(self, breach_id: str) -> Breach | None:
        """One breach."""
        return self._rows.find(breach_id)

    def clocks(self, breach: Breach) -> Clocks:
        """What is left of the time the law gives; it stands still from the moment the authority was told."""
        now = breach.reported_at or breach.closed_at or self._clock()
        passed = now - breach.known_at
        return Clocks(FIRST_WORD - passed, REPORT - passed)

    def begin(self, title: str, known_at: datetime, scope: Scope, by: str) -> Breach:
        """Open a breach.

        Args:
            title: What happened, in a few words.
            known_at: When it was known: the clocks run from then.
            scope: Which events count as affected.
            by: The operator who opens it.
        """
        now = self._clock()
        breach = Breach(
            id=str(uuid.uuid4()),
            title=title[:LONGEST_TITLE],
            scope=written(scope),
            opened_by=by,
            opened_at=now,
            known_at=min(known_at, now),
        )
        self._rows.add(breach)
        self._audit.record(
            BreachOpened(breach_id=breach.id, known_at=int(breach.known_at.timestamp()), operator_id=by)
        )
        return breach

    def change(self, breach: Breach, title: str, scope: Scope, by: str) -> bool:
        """Say anew what is affected; what was counted before is forgotten. False when somebody was quicker."""
        kept: dict[str, Any] = {"title": title[:LONGEST_TITLE], "scope": written(scope)}
        members = tuple(name for name, value in kept.items() if getattr(breach, name) != value)
        if not members:
            return True
        if "scope" in members:
            kept["found"] = None
        return self._changed(
            breach, BreachChanged(breach_id=breach.id, members=members, operator_id=by), **kept
        )

    def count(self, breach: Breach, by: str) -> bool:
        """Ask the log how many people and applications are affected, and keep the answer."""
        affected = self._rows.affected(scope_of(breach))
        found = {**asdict(affected), "at": self._clock().isoformat()}
        counted = BreachCounted(
            breach_id=breach.id,
            people=affected.people,
            applications=len([client for client in affected.clients if client]),
            events=affected.events,
            operator_id=by,
        )
        return self._changed(breach, counted, found=found)

    def people(self, breach: Breach, scope: Scope, by: str, request_id: str) -> Iterator[AffectedPerson]:
        """Those who are affected, one by one. That they were listed stays in the log.

        Args:
            breach: Which.
            scope: What two people agreed on: the breach's own may have been changed since.
            by: The operator who takes the list.
            request_id: The act of two people that allows it.
        """
        self._audit.record(BreachListExported(breach_id=breach.id, operator_id=by, request_id=request_id))
        return self._rows.affected_people(scope)

    def note(self, breach: Breach, text: str, by: str) -> bool:
        """Write something into the file. False when somebody was quicker."""
        if not self._changed(breach, BreachNoted(breach_id=breach.id, operator_id=by)):
            return False
        sealed = self._sealer.seal_json(text[:LONGEST_NOTE], _NOTES)
        self._rows.add_note(BreachNote(breach_id=breach.id, at=self._clock(), by=by, text_sealed=sealed))
        return True

    def notes(self, breach: Breach, *, most: int, before: int | None = None) -> list[Note]:
        """What was written, the latest first. Nothing is ever dropped: the law asks for the whole file.

        Args:
            breach: Whose file.
            most: How many notes.
            before: Only notes older than this one.
        """
        found = self._rows.notes(breach.id, most=most, before=before)
        return [
            Note(each.id, each.at, each.by, self._sealer.open_json(each.text_sealed, _NOTES))
            for each in found
        ]

    def report(self, breach: Breach, by: str) -> bool:
        """Note that the authority has been told. False when that was noted before, or somebody was quicker."""
        if breach.reported_at is not None:
            return False
        in_time = self.clocks(breach).report >= timedelta(0)
        told = BreachReported(breach_id=breach.id, in_time=in_time, operator_id=by)
        return self._changed(breach, told, reported_at=self._clock())

    def close(self, breach: Breach, by: str) -> bool:
        """Close the file; nothing in it changes any more. False when somebody was quicker."""
        closed = BreachClosed(breach_id=breach.id, operator_id=by)
        return self._changed(breach, closed, closed_at=self._clock())

    def _changed(self, breach: Breach, happened: Event, **columns: Any) -> bool:
        if not self._rows.change(breach, **columns):
            return False
        self._audit.record(happened)
        return True


def written(scope: Scope) -> dict[str, Any]:
    """A scope as it is kept."""
    return {
        "since": scope.since.isoformat(),
        "until": scope.until.isoformat(),
        "clients": list(scope.clients),
        "names": list(scope.names),
    }


def scope_of(breach: Breach) -> Scope:
    """Which events count as affected by a breach."""
    return read(breach.scope)


def read(kept: Mapping[str, Any]) -> Scope:
    """A scope from what `written` made of it; other members do not matter."""
    return Scope(
        datetime.fromisoformat(kept["since"]),
        datetime.fromisoformat(kept["until"]),
        tuple(kept["clients"]),
        tuple(kept["names"]),
    )


def found_in(breach: Breach) -> tuple[Affected, datetime] | None:
    """What was counted last, and when."""
    if breach.found is None:
        return None
    clients = {name: (int(people), int(events)) for name, (people, events) in breach.found["clients"].items()}
    people, events = int(breach.found["people"]), int(breach.found["events"])
    counted = Affected(people, events, clients, tuple(breach.found["claims"]))
    return counted, datetime.fromisoformat(breach.found["at"])
