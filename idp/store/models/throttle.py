"""How often something was tried lately, by whom or where: one row per key."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class ThrottleCount(Base):
    """One count. `key` is a keyed digest: the table tells no address and no login."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(43), primary_key=True)
    count: Mapped[int]
    not_before: Mapped[datetime]
    forget_at: Mapped[datetime] = mapped_column(index=True)
