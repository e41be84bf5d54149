"""The outbox in the database. Several workers may claim from it at once: each entry goes to one of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, tuple_, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.store.models import DeliveryState, OutboxEntry
from idp.store.models.base import Timestamp, table_of

_MOST_TRIES = 100
_ADD = insert(table_of(OutboxEntry))
"""Made once, and no object for what is only written: to make them takes longer than to run it."""


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
    tries: list[Any] | None = None


class OutboxEntries:
    """Adds, claims and settles entries."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, **columns: Any) -> None:
        """Keep a new entry, by its columns. One INSERT."""
        self._session.connection().execute(_ADD, columns)

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
        return self._settle(claim, DeliveryState.DELIVERED, None)

    def fail(self, claim: Claim, reason: str) -> bool:
        """Note that an entry will never arrive. True for exactly one caller."""
        return self._settle(claim, DeliveryState.FAILED, reason)

    def postpone(self, claim: Claim, until: datetime, reason: str) -> bool:
        """Note that an attempt failed, and when the next one is due."""
        return self._change(claim, reason, due_at=until)

    def revive(self, entry_id: str, payload_sealed: bytes, give_up_at: datetime) -> bool:
        """Try again what was given up. True for exactly one caller."""
        revived = self._session.execute(
            update(OutboxEntry)
            .where(OutboxEntry.id == entry_id, OutboxEntry.state == DeliveryState.FAILED)
            .values(
                state=DeliveryState.PENDING,
                payload_sealed=payload_sealed,
                due_at=self._clock(),
                give_up_at=give_up_at,
                settled_at=None,
            )
            .returning(OutboxEntry.id)
            .execution_options(synchronize_session="fetch")
        )
        return revived.scalar() is not None

    def find(self, entry_id: str) -> OutboxEntry | None:
        """One entry."""
        return self._session.get(OutboxEntry, entry_id)

    def of_kind(
        self,
        kind: str,
        *,
        state: str | None,
        client_id: str | None,
        most: int,
        before: OutboxEntry | None,
        among: Collection[str] | None = None,
    ) -> list[OutboxEntry]:
        """Entries of one kind, the latest first.

        Args:
            kind: Which deliverer takes them.
            state: Only those that stand there.
            client_id: Only those to this application.
            most: How many at most.
            before: The last one of the page before.
            among: Only those to these applications.
        """
        which = [OutboxEntry.kind == kind]
        if state is not None:
            which.append(OutboxEntry.state == state)
        if client_id is not None:
            which.append(OutboxEntry.client_id == client_id)
        if among is not None:
            which.append(OutboxEntry.client_id.in_(among))
        place = tuple_(OutboxEntry.created_at, OutboxEntry.id)
        if before is not None:
            which.append(place < tuple_(literal(before.created_at, Timestamp()), literal(before.id)))
        found = select(OutboxEntry).where(*which)
        order = (OutboxEntry.created_at.desc(), OutboxEntry.id.desc())
        return list(self._session.scalars(found.order_by(*order).limit(most)))

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

    def depth(self) -> list[tuple[str, str, int, datetime]]:
        """What waits and what was given up: kind, state, how many, and since when the oldest. One SELECT."""
        open_states = (DeliveryState.PENDING, DeliveryState.FAILED)
        counted = select(
            OutboxEntry.kind, OutboxEntry.state, func.count(), func.min(OutboxEntry.created_at)
        ).where(OutboxEntry.state.in_(open_states))
        rows = self._session.execute(counted.group_by(OutboxEntry.kind, OutboxEntry.state))
        return [(kind, state, count, oldest) for kind, state, count, oldest in rows]

    def _is_free(self, now: datetime) -> ColumnElement[bool]:
        unclaimed = or_(OutboxEntry.claimed_until.is_(None), OutboxEntry.claimed_until <= now)
        return (OutboxEntry.state == DeliveryState.PENDING) & (OutboxEntry.due_at <= now) & unclaimed

    def _settle(self, claim: Claim, state: DeliveryState, reason: str | None) -> bool:
        return self._change(claim, reason, state=state, settled_at=self._clock(), payload_sealed=None)

    def _change(self, claim: Claim, reason: str | None, **values: Any) -> bool:
        made = {"attempt": claim.attempt, "at": self._clock().isoformat(), "reason": reason}
        tries = [*(claim.tries or []), made][-_MOST_TRIES:]
        changed = self._session.execute(
            update(OutboxEntry)
            .where(
                OutboxEntry.id == claim.id,
                OutboxEntry.attempts == claim.attempt,
                OutboxEntry.state == DeliveryState.PENDING,
            )
            .values(claimed_until=None, last_error=reason, tries=tries, **values)
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
    OutboxEntry.tries,
)
