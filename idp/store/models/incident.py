"""Incidents: what was refused or failed, found by the code that the page showed. Nothing personal is in them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Incident(Base):
    """One page with a code. `endpoint` is a method and a route, without what was filled in there."""

    __tablename__ = "incident"

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    endpoint: Mapped[str] = mapped_column(String(200))
    client_id: Mapped[str | None] = mapped_column(String(255))
    reason: Mapped[str] = mapped_column(String(500))
    expected: Mapped[str | None] = mapped_column(String(300))
    received: Mapped[str | None] = mapped_column(String(300))
