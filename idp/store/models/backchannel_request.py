"""Requests for a citizen's approval that come without the citizen's browser (OpenID Connect CIBA)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class BackchannelRequest(Base):
    """One such request. `digest` is that of its `auth_req_id`; `state` is waiting, approved, refused or expired.

    `hint_digest` stands for whom the application named. `citizen_id` is None where that is nobody we know, or somebody
    for whom too much waits: such a request waits like any other, and nobody is asked.
    """

    __tablename__ = "backchannel_request"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id", ondelete="CASCADE"), index=True)
    citizen_id: Mapped[str | None] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"), index=True)
    hint_digest: Mapped[str] = mapped_column(String(43), index=True)
    parameters_sealed: Mapped[bytes]
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    authorization_id: Mapped[str | None] = mapped_column(String(36))
    interval_seconds: Mapped[int]
    polled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
