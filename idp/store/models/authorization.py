"""Authorizations: what a citizen let an application have, with the one-time code it was handed out by."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.store.models.base import Base, Json
from idp.store.models.citizen import Citizen

OFFLINE = "offline_access"


class Authorization(Base):
    """One answered authorization request (RFC 6749, 4.1). A copy of this table redeems nothing.

    `id` names the family of everything issued from it; revoking the row ends them all. `confirmation` names the key
    or certificate its code and refresh tokens are bound to (RFC 7800, 3), `resources` whom its tokens are meant for
    (RFC 8707). `left_at` is when its browser session ended for this application while it went on elsewhere. `grant_id`
    names the grant it changed, where the application manages them.
    """

    __tablename__ = "authorization"
    __table_args__ = (
        Index(
            "ix_authorization_code_expires_at",
            "code_expires_at",
            sqlite_where=text("redeemed_at IS NULL"),
            postgresql_where=text("redeemed_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id", ondelete="CASCADE"), index=True)
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), index=True)
    session_id: Mapped[str | None] = mapped_column(String(36), index=True)
    code_digest: Mapped[str] = mapped_column(String(43), unique=True)
    code_expires_at: Mapped[datetime]
    redeemed_at: Mapped[datetime | None]
    redirect_uri: Mapped[str] = mapped_column(Text)
    redirect_uri_sent: Mapped[bool]
    code_challenge: Mapped[str | None] = mapped_column(String(43))
    nonce: Mapped[str | None] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(Text)
    requested_claims: Mapped[dict[str, Any]]
    acr: Mapped[str] = mapped_column(String(255))
    methods: Mapped[list[str]]
    authenticated_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(index=True)
    revoked_at: Mapped[datetime | None]
    revoke_reason: Mapped[str | None] = mapped_column(String(24))
    left_at: Mapped[datetime | None]
    confirmation: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    resources: Mapped[list[str] | None] = mapped_column(type_=Json)
    authorization_details: Mapped[list[Any] | None] = mapped_column(type_=Json)
    grant_id: Mapped[str | None] = mapped_column(String(43))

    citizen: Mapped[Citizen] = relationship(lazy="raise")

    @property
    def is_offline(self) -> bool:
        """Whether it outlives the browser session it was given in (OpenID Connect Core, 11)."""
        return OFFLINE in self.scope.split()
