"""Challenges for passkeys: each is answered once."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class PasskeyChallenge(Base):
    """One challenge by its digest, for one purpose, and for one operator where it is known who is asked."""

    __tablename__ = "passkey_challenge"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    operator_id: Mapped[str | None] = mapped_column(String(36))
    expires_at: Mapped[datetime] = mapped_column(index=True)
