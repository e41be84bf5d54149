"""Checks of the audit log that the worker does piece by piece: how far each has come, and what it found."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class AuditCheck(Base):
    """One check of the whole log. Up to (`writer`, `sequence`) it is done; the next record has to name `last`."""

    __tablename__ = "audit_check"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    asked_by: Mapped[str | None] = mapped_column(String(36))
    asked_at: Mapped[datetime] = mapped_column(index=True)
    writer: Mapped[str] = mapped_column(String(22), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    last: Mapped[str] = mapped_column(String(43), default="")
    records: Mapped[int] = mapped_column(BigInteger, default=0)
    chains: Mapped[int] = mapped_column(default=0)
    checkpoints: Mapped[int] = mapped_column(default=0)
    faults: Mapped[int] = mapped_column(default=0)
    findings: Mapped[list[Any]] = mapped_column(default=list)
    finished_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
