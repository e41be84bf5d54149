"""The outbox: what is to leave the house, written in the transaction of what it tells about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class DeliveryState(StrEnum):
    """Where an entry stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


@dataclass(frozen=True)
class Try:
    """One attempt that came to an end. Without a reason it arrived."""

    attempt: int
    at: datetime
    reason: str | None


class OutboxEntry(Base):
    """One thing to deliver. What it says is sealed, and gone once it is settled.

    `group_id` is what it belongs to: for a back-channel logout, the browser session that ended.
    `attempts` counts claims; whoever settles an entry names the attempt, so that a worker whose claim has run
    out cannot overrule the next one. `tries` tells of each attempt that came to an end.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_state_due_at", "state", "due_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    group_id: Mapped[str | None] = mapped_column(String(36), index=True)
    client_id: Mapped[str | None] = mapped_column(String(255))
    payload_sealed: Mapped[bytes | None]
    state: Mapped[str] = mapped_column(String(10), default=DeliveryState.PENDING)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(String(40))
    settled_at: Mapped[datetime | None] = mapped_column(index=True)
    tries: Mapped[list[Any] | None] = mapped_column(type_=Json)

    @property
    def tried(self) -> tuple[Try, ...]:
        """Each attempt that came to an end, the first one first."""
        return tuple(
            Try(each["attempt"], datetime.fromisoformat(each["at"]), each["reason"])
            for each in self.tries or ()
        )
