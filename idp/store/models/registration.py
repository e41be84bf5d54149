"""Registrations on their way: what somebody has entered so far, sealed, found by a cookie's digest."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Registration(Base):
    """One registration. `version` grows with every step, so that of two tabs only one moves it on."""

    __tablename__ = "registration"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    state_sealed: Mapped[bytes]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
