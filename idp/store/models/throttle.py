"""How often something was tried lately, by whom or where: one row per key."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class ThrottleCount(Base):
    """One count. `key` is a keyed digest: the table tells no address and no login.

    `subject` is the digest of what is tried, where the key also says from where: so everything about it can be found.
    """

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(43), primary_key=True)
    subject: Mapped[str | None] = mapped_column(String(43), index=True)
    count: Mapped[int]
    not_before: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)
