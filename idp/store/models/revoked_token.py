"""Access tokens that were revoked before their time (RFC 7009)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class RevokedToken(Base):
    """One such token, by its `jti`. Kept until the token would have died by itself."""

    __tablename__ = "revoked_token"

    jti: Mapped[str] = mapped_column(String(43), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
