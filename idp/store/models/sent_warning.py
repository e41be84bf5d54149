"""Warnings that were sent, so that each is sent once."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class SentWarning(Base):
    """One warning about one thing of an application: what ends, on which day, and how many days before it was told."""

    __tablename__ = "sent_warning"

    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.client_id", ondelete="CASCADE"), primary_key=True
    )
    subject: Mapped[str] = mapped_column(String(160), primary_key=True)
    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
