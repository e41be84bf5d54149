"""Browser sessions: what single sign-on rests on. The cookie's value is kept as its digest only."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.store.models.base import Base
from idp.store.models.citizen import Citizen


class BrowserSession(Base):
    """One signed-in browser. `id` may be shown and logged; `digest` is what the cookie must match."""

    __tablename__ = "browser_session"
    __table_args__ = (Index("ix_browser_session_ended_at_idle_expires_at", "ended_at", "idle_expires_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), index=True)
    level: Mapped[int]
    level_two_at: Mapped[datetime | None]
    methods: Mapped[list[str]]
    stay: Mapped[str] = mapped_column(String(12), default="ordinary")
    agent: Mapped[str] = mapped_column(String(80), default="")
    started_at: Mapped[datetime]
    authenticated_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_expires_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(24))

    citizen: Mapped[Citizen] = relationship()

    @property
    def is_live(self) -> bool:
        """Whether nobody has ended it yet; whether it has run out is for the clock to say."""
        return self.ended_at is None
