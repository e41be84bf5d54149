"""Refresh tokens, as digests. All tokens of one authorization are a family."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.store.models.authorization import Authorization
from idp.store.models.base import Base


class RefreshToken(Base):
    """One generation of a family (RFC 9700, 4.14). Its successor is derived from the token, never stored."""

    __tablename__ = "refresh_token"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    authorization_id: Mapped[str] = mapped_column(
        ForeignKey("authorization.id", ondelete="CASCADE"), index=True
    )
    issued_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    authorization: Mapped[Authorization] = relationship(lazy="raise")
