"""When each secret of an application was last shown, by the day."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class ClientSecretUse(Base):
    """One secret: a day is enough to know whether anything still uses it, and costs one write a day."""

    __tablename__ = "client_secret_use"

    client_id: Mapped[str] = mapped_column(
        ForeignKey("client.client_id", ondelete="CASCADE"), primary_key=True
    )
    secret_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    last_used_on: Mapped[date]
