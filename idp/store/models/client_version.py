"""Every version a registration has had."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class ClientVersion(Base):
    """One registration as it was from a moment on: its document, sealed, because contacts are people."""

    __tablename__ = "client_version"

    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.client_id", ondelete="CASCADE"), primary_key=True
    )
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    operator_id: Mapped[str | None] = mapped_column(String(36))
    by: Mapped[str | None] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(500), default="")
    document_sealed: Mapped[bytes]
