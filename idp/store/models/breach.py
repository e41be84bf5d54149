"""Breaches of personal data, and the clock that runs from the moment one is known."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class Breach(Base):
    """One breach. `scope` says which events count as affected, `found` how many people and applications those are.

    What operators write about it is sealed.
    """

    __tablename__ = "breach"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    scope: Mapped[dict[str, Any]]
    found: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    notes_sealed: Mapped[bytes | None]
    opened_by: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime]
    known_at: Mapped[datetime]
    reported_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
