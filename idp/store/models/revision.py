"""What processes keep in memory, and how they learn that it has changed."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class Revision(Base):
    """How often something that is kept in memory was changed. A number that is another one says: read it anew."""

    __tablename__ = "revision"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    number: Mapped[int]
