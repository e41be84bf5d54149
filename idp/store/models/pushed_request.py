"""Authorization requests that applications sent ahead of the browser (RFC 9126)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class PushedRequest(Base):
    """One such request, by the digest of its `request_uri`; spent when the citizen has finished, not before."""

    __tablename__ = "pushed_request"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id", ondelete="CASCADE"), index=True)
    parameters_sealed: Mapped[bytes]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    spent_at: Mapped[datetime | None]
