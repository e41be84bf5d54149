"""Acts that need a second person, and what was said about them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class ChangeRequest(Base):
    """One act that was asked for: on what, from which version, what it would change, and who decided.

    `before` and `after` hold what the second person compares; nothing personal is in them.
    """

    __tablename__ = "change_request"
    __table_args__ = (Index("ix_change_request_state_asked_at", "state", "asked_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(255), index=True)
    unit: Mapped[str | None] = mapped_column(String(120))
    base_version: Mapped[int | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    after: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    reason: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(16), default="open")
    asked_by: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime]
    decided_by: Mapped[str | None] = mapped_column(String(36))
    decided_at: Mapped[datetime | None]
    comments: Mapped[list[Any]] = mapped_column(default=list)
    expires_at: Mapped[datetime] = mapped_column(index=True)
