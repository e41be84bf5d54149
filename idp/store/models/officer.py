"""Officers: officials as a personnel directory knows them, so that leaving an office is heard of."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Officer(Base):
    """One official. The person is known by the blind index of their number alone, as an account is.

    `external_id` is what the directory calls them. Of who was removed the index stays: what the register still says of
    them is told to nobody, until the directory adds them again.
    """

    __tablename__ = "officer"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number_index: Mapped[str] = mapped_column(String(43), unique=True)
    external_id: Mapped[str | None] = mapped_column(String(255), unique=True)
    unit: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str | None] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_active(self) -> bool:
        """Whether they hold the office."""
        return self.state == "active"
