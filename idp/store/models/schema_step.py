"""What each migration did to the tables, for releases that do not know it: whether they can go on serving."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class SchemaStep(Base):
    """One migration that was applied. `needs` is the newest migration a release has to know to work with it."""

    __tablename__ = "schema_step"

    number: Mapped[str] = mapped_column(String(4), primary_key=True)
    phase: Mapped[str] = mapped_column(String(8))
    needs: Mapped[str] = mapped_column(String(4))
    applied_at: Mapped[datetime]
