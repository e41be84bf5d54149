"""Account recoveries on their way, found by a cookie's digest. One for an unknown login looks like any other."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class RecoveryAttempt(Base):
    """One recovery: the code from the contact, then a second proof, then a new password."""

    __tablename__ = "recovery_attempt"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    citizen_id: Mapped[str | None] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"), index=True)
    contact_kind: Mapped[str] = mapped_column(String(8))
    contact_proved_at: Mapped[datetime | None]
    proved_by: Mapped[str | None] = mapped_column(String(24))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
