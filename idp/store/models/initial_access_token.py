"""Permissions to register an application by itself (RFC 7591, 3)."""

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class InitialAccessToken(Base):
    """One permission, by the digest of its token: what may be asked for, how often, until when."""

    __tablename__ = "initial_access_token"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    note: Mapped[str] = mapped_column(String(300), default="")
    policy: Mapped[dict[str, Any]]
    uses: Mapped[int]
    uses_left: Mapped[int]
    created_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
