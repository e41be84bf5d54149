"""Authorization requests that wait for the citizen: to sign in, to step up, to decide."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class PendingAuthorization(Base):
    """One such request. Only the browser it came from may go on with it.

    `details_agreed_by` is the citizen who agreed to its authorization details: for this request, and no other.
    """

    __tablename__ = "pending_authorization"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    browser_digest: Mapped[str] = mapped_column(String(43))
    client_id: Mapped[str] = mapped_column(ForeignKey("client.client_id", ondelete="CASCADE"))
    parameters_sealed: Mapped[bytes]
    redirect_uri: Mapped[str] = mapped_column(Text)
    minimum_level: Mapped[int]
    first_seen_at: Mapped[datetime]
    account_chosen_at: Mapped[datetime | None]
    wish_waived_at: Mapped[datetime | None]
    details_agreed_by: Mapped[str | None] = mapped_column(String(36))
    pushed_digest: Mapped[str | None] = mapped_column(String(43))
    expires_at: Mapped[datetime] = mapped_column(index=True)
