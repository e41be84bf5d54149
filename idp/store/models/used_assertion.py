"""Client assertions that were presented, so that none is taken twice (RFC 7523, 3)."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class UsedAssertion(Base):
    """One assertion, by the digest of its client and `jti`. Kept until it expires."""

    __tablename__ = "used_assertion"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
