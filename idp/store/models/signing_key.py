"""Signing keys: the public part to publish, the private part sealed."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class SigningKey(Base):
    """One key of the ring. `next` is published before it signs, `retired` after it has signed.

    One of the state `trial` signs for one application of the sandbox, and is published until `retired_at`.
    """

    __tablename__ = "signing_key"

    kid: Mapped[str] = mapped_column(String(43), primary_key=True)
    algorithm: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10))
    public_jwk: Mapped[dict[str, Any]]
    private_sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    current_since: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]
