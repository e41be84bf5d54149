"""Registrations on their way: begun, found by a cookie, moved on one step at a time."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.citizens.contacts import Contact
from idp.citizens.proofing.progress import Progress
from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.crypto.sealing import Sealer
from idp.store.models import Registration
from idp.store.repositories.registrations import Registrations

_WHERE = "registration.state_sealed"


class MovedOn(Exception):
    """Another tab took a step of the same registration in the meantime: the page that was sent is an old one."""


@dataclass(frozen=True)
class Dossier:
    """One registration as it stood when this request began."""

    id: str
    version: int
    progress: Progress
    expires_at: datetime

    def code_owner(self, contact: Contact) -> str:
        """Whom a code sent to a contact is bound to: this registration and that contact, which may still change."""
        return f"registration:{self.id}:{contact.value}"


class Dossiers:
    """Keeps what was entered, sealed, for a day: a lost connection or a phone that slept costs nothing."""

    def __init__(self, rows: Registrations, sealer: Sealer, lifetime: timedelta, clock: Clock) -> None:
        self._rows = rows
        self._sealer = sealer
        self._lifetime = lifetime
        self._clock = clock

    def begin(self) -> tuple[Dossier, str]:
        """A new registration, and the value of the cookie it is found by."""
        cookie, now = new_secret(), self._clock()
        row = Registration(
            id=str(uuid.uuid4()),
            digest=digest(cookie),
            state_sealed=self._seal(Progress()),
            version=1,
            created_at=now,
            expires_at=now + self._lifetime,
        )
        self._rows.add(row)
        return Dossier(row.id, 1, Progress(), row.expires_at), cookie

    def find(self, cookie: str | None) -> Dossier | None:
        """The registration behind a cookie, if it is not too old."""
        row = self._rows.find(digest(cookie)) if cookie else None
        if row is None:
            return None
        progress = Progress.of(self._sealer.open_json(row.state_sealed, _WHERE))
        return Dossier(row.id, row.version, progress, row.expires_at)

    def move(self, dossier: Dossier, progress: Progress) -> Dossier:
        """Take a step: what was entered so far is replaced.

        Raises:
            MovedOn: Another tab was quicker.
        """
        if not self._rows.move(dossier.id, dossier.version, self._seal(progress)):
            raise MovedOn(f"registration {dossier.id}")
        return Dossier(dossier.id, dossier.version + 1, progress, dossier.expires_at)

    def forget(self, dossier: Dossier) -> None:
        """Forget everything that was entered."""
        self._rows.drop(dossier.id)

    def _seal(self, progress: Progress) -> bytes:
        return self._sealer.seal_json(progress.kept(), _WHERE)
