"""Counts of events by the hour: the dashboard reads these, never the events."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class EventCount(Base):
    """How often something happened in an hour, at one application, in one way."""

    __tablename__ = "event_count"

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(255), primary_key=True, default="")
    detail: Mapped[str] = mapped_column(String(64), primary_key=True, default="")
    count: Mapped[int]
