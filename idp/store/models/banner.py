"""Banners: maintenance and emergencies, told on every page."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Banner(Base):
    """One announcement in both languages, from one moment to another."""

    __tablename__ = "banner"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    vi: Mapped[str] = mapped_column(String(500))
    en: Mapped[str] = mapped_column(String(500))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    created_by: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
