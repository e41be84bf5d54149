"""Citizens' accounts. Everything personal is sealed; what must be found by is kept as a blind index."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Citizen(Base):
    """One person's account. `id` is random and outlives every change of number, name or contact.

    `persona` marks an invented person of the developers' sandbox, whom no application meets that citizens use.
    """

    __tablename__ = "citizen"
    __table_args__ = (
        Index(
            "ix_citizen_barred",
            "id",
            sqlite_where=text("state != 'active'"),
            postgresql_where=text("state != 'active'"),
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="active")
    phone_index: Mapped[str | None] = mapped_column(String(43), unique=True)
    phone_sealed: Mapped[bytes | None]
    email_index: Mapped[str | None] = mapped_column(String(43), unique=True)
    email_sealed: Mapped[bytes | None]
    number_index: Mapped[str | None] = mapped_column(String(43), unique=True)
    identity_sealed: Mapped[bytes | None]
    assurance: Mapped[str] = mapped_column(String(24), default="tu_khai")
    verified_at: Mapped[datetime | None]
    verification_id: Mapped[str | None] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_changed_at: Mapped[datetime | None]
    totp_sealed: Mapped[bytes | None]
    totp_last_step: Mapped[int | None]
    sms_factor: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(8), default="vi")
    persona: Mapped[str | None] = mapped_column(String(32), unique=True)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.state == "active"

    @property
    def is_test_person(self) -> bool:
        """Whether this is an invented person of the sandbox."""
        return self.persona is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether the account can reach authentication level 2; a test person always can, without showing anything."""
        return self.totp_sealed is not None or self.sms_factor or self.is_test_person
