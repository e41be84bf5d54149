"""Operators: accounts of the console and of the developers' desk, each with a second factor."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Operator(Base):
    """One operator. A factor beside the password is not optional: an app's key, or a passkey of their own table.

    `unit` is the name of the unit they work for; `external_id` what a personnel directory calls them (RFC 7643, 3.1);
    `locale` is the language of mail to them. Nobody knows a password until somebody has followed a link to enrol; who
    was removed keeps a row, so that the audit log names them, and nothing else.
    """

    __tablename__ = "operator"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str | None] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(16), default="active")
    password_hash: Mapped[str] = mapped_column(String(200))
    totp_sealed: Mapped[bytes | None]
    totp_last_step: Mapped[int | None]
    email_sealed: Mapped[bytes | None]
    email_digest: Mapped[str | None] = mapped_column(String(43), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    locale: Mapped[str] = mapped_column(String(8), default="vi")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.state == "active"

    @property
    def is_enrolled(self) -> bool:
        """Whether somebody has chosen a password for it."""
        return bool(self.password_hash)

    @property
    def is_removed(self) -> bool:
        """Whether a personnel directory has removed it."""
        return self.state == "removed"
