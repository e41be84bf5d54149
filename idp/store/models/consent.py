"""What a citizen agreed to, refused, or was told, per application."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class Consent(Base):
    """The latest answer of one citizen to one application; the audit log holds the earlier ones.

    `decisions` maps a scope to `consent` (agreed), `law` (told) or `declined`. `grant_id` is its name where the
    application manages its grants (OAuth 2.0 Grant Management).
    """

    __tablename__ = "consent"

    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.client_id", ondelete="CASCADE"), primary_key=True, index=True
    )
    decisions: Mapped[dict[str, Any]]
    given_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    grant_id: Mapped[str | None] = mapped_column(String(43), unique=True, index=True)
    authorization_details: Mapped[list[Any] | None] = mapped_column(type_=Json)
