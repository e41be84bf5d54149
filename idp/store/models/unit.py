"""Units: the departments, communes and shared platforms that own applications."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Unit(Base):
    """One unit, known by its Vietnamese name: applications and operators name it so.

    `domains` are its own host names: whoever has a mail address there belongs to it, and addresses of applications
    of other units may not lie there.
    """

    __tablename__ = "unit"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    name_en: Mapped[str | None] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16))
    domains: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
