"""Half signed in: the password was right, the second factor is still due."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.store.models.base import Base
from idp.store.models.citizen import Citizen


class SignInAttempt(Base):
    """One browser between its two factors, bound to the request it came for. It opens nothing but the code page."""

    __tablename__ = "sign_in_attempt"

    digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    citizen_id: Mapped[str] = mapped_column(ForeignKey("citizen.id"), index=True)
    request_digest: Mapped[str | None] = mapped_column(String(43))
    is_shared_device: Mapped[bool]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]

    citizen: Mapped[Citizen] = relationship()
