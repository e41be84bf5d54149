"""Accounts of operators that are about to be made: a link by mail leads to them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class OperatorEnrolment(Base):
    """One link, by the digest of its secret: which role it gives, in which unit.

    Without `created_by` a developer asked for it at the desk.
    """

    __tablename__ = "operator_enrolment"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    digest: Mapped[str] = mapped_column(String(43), unique=True)
    email_sealed: Mapped[bytes]
    role: Mapped[str] = mapped_column(String(32))
    unit: Mapped[str | None] = mapped_column(String(120))
    operator_id: Mapped[str | None] = mapped_column(String(36))
    created_by: Mapped[str | None] = mapped_column(String(36))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
