"""What the coach of the developers' desk has seen of a test application."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class CoachCheck(Base):
    """One check of one application: passed or failed, what was expected and what came."""

    __tablename__ = "coach_check"

    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.client_id", ondelete="CASCADE"), primary_key=True
    )
    name: Mapped[str] = mapped_column(String(48), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    expected: Mapped[str] = mapped_column(String(300))
    received: Mapped[str] = mapped_column(String(300))
    at: Mapped[datetime]
