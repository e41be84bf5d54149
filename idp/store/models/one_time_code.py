"""Codes sent by SMS or mail: digests, each for one purpose and one owner."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class OneTimeCode(Base):
    """One code that was sent. `owner` is a keyed digest of whom it is bound to."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_owner_purpose", "owner", "purpose"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    owner: Mapped[str] = mapped_column(String(43))
    purpose: Mapped[str] = mapped_column(String(24))
    digest: Mapped[str] = mapped_column(String(43))
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    spent_at: Mapped[datetime | None]
