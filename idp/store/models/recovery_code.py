"""Recovery codes: printed once, each good for one sign-in without the second factor."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class RecoveryCode(Base):
    """One code, kept as a keyed digest."""

    __tablename__ = "recovery_code"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), index=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
