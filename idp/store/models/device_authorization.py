"""Devices that wait for a citizen to sign in elsewhere (RFC 8628)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class DeviceAuthorization(Base):
    """One device's request. Both codes are kept as digests; `state` is waiting, approved or refused.

    `browser_digest` is that of the cookie of the browser in which its user code was typed last.
    """

    __tablename__ = "device_authorization"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    user_code_digest: Mapped[str] = mapped_column(String(43), unique=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id", ondelete="CASCADE"), index=True)
    parameters_sealed: Mapped[bytes]
    number: Mapped[str] = mapped_column(String(2))
    browser_digest: Mapped[str | None] = mapped_column(String(43), unique=True)
    state: Mapped[str] = mapped_column(String(16), default="waiting")
    authorization_id: Mapped[str | None] = mapped_column(String(36))
    interval_seconds: Mapped[int]
    polled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
