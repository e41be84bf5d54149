"""Sessions of the console: short, apart from the sessions of citizens, kept as the digest of their cookie."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.store.models.base import Base
from idp.store.models.operator import Operator


class OperatorSession(Base):
    """One operator at one browser. `confirmed_at` is when both factors were last shown; `agent` names the browser."""

    __tablename__ = "operator_session"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    operator_id: Mapped[str] = mapped_column(ForeignKey("operator.id", ondelete="CASCADE"), index=True)
    started_at: Mapped[datetime]
    confirmed_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    idle_expires_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    shown_once_sealed: Mapped[bytes | None]
    agent: Mapped[str | None] = mapped_column(String(64))

    operator: Mapped[Operator] = relationship()
