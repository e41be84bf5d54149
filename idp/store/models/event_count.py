"""Counts of events by the hour: the dashboard reads these, never the events."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class EventCount(Base):
    """How often something happened in an hour, at one application, in one way.

    The row without a name says that an hour was counted, and how many events it had.
    """

    __tablename__ = "event_count"
    __table_args__ = (Index("ix_event_count_name_hour", "name", "hour", "client_id", "detail", "count"),)

    hour: Mapped[datetime] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(255), primary_key=True, default="")
    detail: Mapped[str] = mapped_column(String(64), primary_key=True, default="")
    count: Mapped[int]
