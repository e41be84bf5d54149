"""The outbox: what is to leave the house, written in the transaction of what it tells about."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class DeliveryState(StrEnum):
    """Where an entry stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"


class OutboxEntry(Base):
    """One thing to deliver. What it says is sealed, and gone once it is settled.

    `group_id` is what it belongs to: for a back-channel logout, the browser session that ended.
    `attempts` counts claims; whoever settles an entry names the attempt, so that a worker whose claim has run
    out cannot overrule the next one.
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
