"""Passkeys of operators (WebAuthn Level 3)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class OperatorPasskey(Base):
    """One passkey: what its authenticator calls it, its public key, and how often it has signed."""

    __tablename__ = "operator_passkey"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    credential_id: Mapped[bytes]
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
