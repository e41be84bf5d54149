"""Links by mail: to an operator's account that is about to be made, to a new factor, to a new mail address."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class OperatorEnrolment(Base):
    """One link, by the digest of its secret: what it opens, which role it gives, in which unit.

    `operator_id` is whose account it mends; a new account gets this row's own `id`. Without `created_by` a developer
    asked for it at the desk. What was chosen so far waits in `username`, `password_hash` and `totp_sealed`.
    """

    __tablename__ = "operator_enrolment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    kind: Mapped[str] = mapped_column(String(16))
    email_sealed: Mapped[bytes]
    locale: Mapped[str] = mapped_column(String(8))
    role: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str | None] = mapped_column(String(120))
    operator_id: Mapped[str | None] = mapped_column(String(36))
    username: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[bytes | None]
    created_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
