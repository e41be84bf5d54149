"""Breaches of personal data, and the clock that runs from the moment one is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class Breach(Base):
    """One breach. `scope` says which events count as affected, `found` how many people and applications those are."""

    __tablename__ = "breach"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    scope: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    opened_by: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime]
    known_at: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)


class BreachNote(Base):
    """Something that was written into the file of a breach: a row each, so that none pushes out another. Sealed."""

    __tablename__ = "breach_note"
    __table_args__ = (Index("ix_breach_note_breach_id_id", "breach_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    breach_id: Mapped[str] = mapped_column(ForeignKey("breach.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(36))
    text_sealed: Mapped[bytes]
