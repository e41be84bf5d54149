"""Claims of identity that wait for the population register to answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class PendingVerification(Base):
    """What a citizen said of themselves, sealed, until the register has been asked. One for each citizen at most."""

    __tablename__ = "pending_verification"

    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id", ondelete="CASCADE"), primary_key=True)
    claim_sealed: Mapped[bytes]
    request_id: Mapped[str] = mapped_column(String(40))
    tries: Mapped[int] = mapped_column(default=0)
    since: Mapped[datetime]
