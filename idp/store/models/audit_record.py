"""The audit log: one row per event, chained per writer so that no lock is shared between processes."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class AuditRecord(Base):
    """One event. Rows are only ever added."""

    __tablename__ = "audit_record"
    __table_args__ = (
        UniqueConstraint("writer", "sequence"),
        Index("ix_audit_record_citizen_id_at", "citizen_id", "at"),
        Index("ix_audit_record_client_id_at", "client_id", "at"),
        Index("ix_audit_record_client_id_name_at", "client_id", "name", "at"),
        Index("ix_audit_record_name_at", "name", "at"),
        Index(
            "ix_audit_record_operator_id_at",
            "operator_id",
            "at",
            sqlite_where=text("operator_id IS NOT NULL"),
            postgresql_where=text("operator_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(64))
    citizen_id: Mapped[str | None] = mapped_column(String(36))
    client_id: Mapped[str | None] = mapped_column(String(255))
    operator_id: Mapped[str | None] = mapped_column(String(36))
    details: Mapped[dict[str, Any]]
    writer: Mapped[str] = mapped_column(String(22))
    sequence: Mapped[int]
    previous: Mapped[str] = mapped_column(String(43))
    digest: Mapped[str] = mapped_column(String(43))
