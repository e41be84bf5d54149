"""Mail and SMS of the demonstration, which go nowhere but to the messages page."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Message(Base):
    """One mail or SMS. Recipient and text are sealed, even in the demonstration."""

    __tablename__ = "message"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(8))
    sealed: Mapped[bytes]
