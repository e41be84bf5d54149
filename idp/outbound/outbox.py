"""The outbox: whatever is to leave the house is written down first, in the transaction of what it tells about."""

import threading
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.repositories.outbox_entries import Claim, OutboxEntries

A_DAY = timedelta(hours=24)
_WHERE = "outbox.payload_sealed"
_BELLS = "outbox.bells"


@dataclass(frozen=True)
class Parcel:
    """What a worker has in its hands. `id` is the same at every attempt: receivers may drop what they know."""

    id: str
    kind: str
    payload: Mapping[str, Any]
    group: str | None
    client_id: str | None
    attempt: int


class Outbox:
    """Takes what is to be delivered, and gives it to workers."""

    def __init__(self, session: "scoped_session[Session]", sealer: Sealer, clock: Clock) -> None:
        self._session = session
        self._sealer = sealer
        self._clock = clock
        self.entries = OutboxEntries(session, clock)
        self.bell = threading.Event()
        """Rings when something was added and committed in this process: the worker need not wait for its next look."""

    def add(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        not_before: datetime | None = None,
        group: str | None = None,
        client_id: str | None = None,
        keep_trying: timedelta = A_DAY,
    ) -> str:
        """Queue something, in the running transaction. One INSERT.

        Args:
            kind: Which deliverer takes it.
            payload: What it needs, as JSON can hold it; sealed at rest, dropped once settled.
            not_before: When the first attempt is due; now if left out.
            group: What it belongs to, to ask about it later.
            client_id: The application it goes to, if it does.
            keep_trying: How long after the first attempt it is given up.

        Returns:
            The entry's identifier.
        """
        now = self._clock()
        due = not_before or now
        entry_id = str(uuid.uuid4())
        self.entries.add(
            id=entry_id,
            kind=kind,
            group_id=group,
            client_id=client_id,
            payload_sealed=self._sealer.seal_json(dict(payload), _WHERE),
            created_at=now,
            due_at=due,
            give_up_at=due + keep_trying,
        )
        self._session().info.setdefault(_BELLS, set()).add(self.bell)
        return entry_id

    def revive(self, entry_id: str, payload: Mapping[str, Any], *, keep_trying: timedelta = A_DAY) -> bool:
        """Queue once more what was given up. True for exactly one caller.

        Args:
            entry_id: The entry.
            payload: What it needs; it was dropped when it was given up.
            keep_trying: How long from now it is given up again.
        """
        sealed = self._sealer.seal_json(dict(payload), _WHERE)
        if not self.entries.revive(entry_id, sealed, self._clock() + keep_trying):
            return False
        self._session().info.setdefault(_BELLS, set()).add(self.bell)
        return True

    def opened(self, claim: Claim) -> Parcel:
        """What a claimed entry says.

        Raises:
            CannotOpen: It was sealed with another key.
        """
        payload = self._sealer.open_json(claim.payload_sealed or b"", _WHERE)
        return Parcel(claim.id, claim.kind, payload, claim.group_id, claim.client_id, claim.attempt)


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    if not session.in_nested_transaction():
        for bell in session.info.pop(_BELLS, ()):
            bell.set()
