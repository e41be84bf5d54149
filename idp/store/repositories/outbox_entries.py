"""The outbox in the database. Several workers may claim from it at once: each entry goes to one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.store.models import DeliveryState, OutboxEntry


@dataclass(frozen=True)
class Claim:
    """An entry that is ours to deliver until the claim runs out."""

    id: str
    kind: str
    payload_sealed: bytes | None
    group_id: str | None
    client_id: str | None
    attempt: int
    give_up_at: datetime


class OutboxEntries:
    """Adds, claims and settles entries."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, entry: OutboxEntry) -> None:
        """Keep a new entry. One INSERT."""
        self._session.add(entry)
        self._session.flush()

    def claim(self, most: int, lease: timedelta) -> list[Claim]:
        """Claim entries that are due, the longest waiting first. An entry goes to exactly one caller.

        Args:
            most: How many at most.
            lease: How long they are ours; an entry not settled by then may be claimed again.
        """
        now = self._clock()
        free = self._is_free(now)
        due = (
            select(OutboxEntry.id)
            .where(free)
            .order_by(OutboxEntry.due_at)
            .limit(most)
            .with_for_update(skip_locked=True)  # on PostgreSQL; SQLite has one writer at a time
        )
        wanted = self._session.scalars(due).all()
        if not wanted:
            return []
        claimed = self._session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.id.in_(wanted), free)
            .values(claimed_until=now + lease, attempts=OutboxEntry.attempts + 1)
            .returning(*_CLAIM)
            .execution_options(synchronize_session=False)
        )
        return [Claim(*row) for row in claimed]

    def delivered(self, claim: Claim) -> bool:
        """Note that an entry has arrived. True for exactly one caller."""
        return self._settle(claim, DeliveryState.DELIVERED, last_error=None)

    def fail(self, claim: Claim, reason: str) -> bool:
        """Note that an entry will never arrive. True for exactly one caller."""
        return self._settle(claim, DeliveryState.FAILED, last_error=reason)

    def postpone(self, claim: Claim, until: datetime, reason: str) -> bool:
        """Note that an attempt failed, and when the next one is due."""
        return self._change(claim, due_at=until, claimed_until=None, last_error=reason)

    def of_groups(self, group_ids: Sequence[str]) -> list[OutboxEntry]:
        """Everything that belongs to some groups, as it stands now."""
        found = (
            select(OutboxEntry).where(OutboxEntry.group_id.in_(group_ids)).order_by(OutboxEntry.created_at)
        )
        return list(self._session.scalars(found.execution_options(populate_existing=True)))

    def failed(self, most: int = 200) -> list[OutboxEntry]:
        """What was given up, the latest first."""
        found = select(OutboxEntry).where(OutboxEntry.state == DeliveryState.FAILED)
        return list(self._session.scalars(found.order_by(OutboxEntry.settled_at.desc()).limit(most)))

    def _is_free(self, now: datetime) -> ColumnElement[bool]:
        unclaimed = or_(OutboxEntry.claimed_until.is_(None), OutboxEntry.claimed_until <= now)
        return (OutboxEntry.state == DeliveryState.PENDING) & (OutboxEntry.due_at <= now) & unclaimed

    def _settle(self, claim: Claim, state: DeliveryState, **values: Any) -> bool:
        return self._change(
            claim, state=state, settled_at=self._clock(), claimed_until=None, payload_sealed=None, **values
        )

    def _change(self, claim: Claim, **values: Any) -> bool:
        changed = self._session.execute(
            update(OutboxEntry)
            .where(
                OutboxEntry.id == claim.id,
                OutboxEntry.attempts == claim.attempt,
                OutboxEntry.state == DeliveryState.PENDING,
            )
            .values(**values)
            .returning(OutboxEntry.id)
            .execution_options(synchronize_session=False)
        )
        return changed.scalar() is not None


_CLAIM = (
    OutboxEntry.id,
    OutboxEntry.kind,
    OutboxEntry.payload_sealed,
    OutboxEntry.group_id,
    OutboxEntry.client_id,
    OutboxEntry.attempts,
    OutboxEntry.give_up_at,
)
