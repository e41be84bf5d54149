"""Answers of the administrative API that are given again when a request is sent again."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class IdempotentAnswer(Base):
    """One answer, sealed, by whose key it was asked with; `request_digest` tells a different request apart."""

    __tablename__ = "idempotent_answer"

    client_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    key_digest: Mapped[str] = mapped_column(String(43), primary_key=True)
    request_digest: Mapped[str] = mapped_column(String(43))
    status: Mapped[int | None]
    answer_sealed: Mapped[bytes | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
