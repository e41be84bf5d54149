"""What applications lately asked of the protocol's endpoints, for their developers."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json


class ProtocolCall(Base):
    """One call: where, how it ended, how long it took. Neither values nor people are in it.

    `observed` is what the coach needs of a call of an application in the sandbox: digests, lengths and names.
    """

    __tablename__ = "protocol_call"
    __table_args__ = (Index("ix_protocol_call_client_id_id", "client_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(index=True)
    method: Mapped[str] = mapped_column(String(8))
    endpoint: Mapped[str] = mapped_column(String(100))
    status: Mapped[int]
    error: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(String(300))
    incident: Mapped[str | None] = mapped_column(String(9))
    milliseconds: Mapped[int]
    observed: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
