"""Devices a citizen has signed in on: strangers' failures do not slow them, and a new one is told of by mail."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Device(Base):
    """One citizen on one browser. Several people may share a browser, and so a cookie."""

    __tablename__ = "device"
    __table_args__ = (UniqueConstraint("digest", "citizen_id"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43))
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), index=True)
    agent: Mapped[str] = mapped_column(String(80), default="")
    first_seen_at: Mapped[datetime]
    last_seen_at: Mapped[datetime] = mapped_column(index=True)
