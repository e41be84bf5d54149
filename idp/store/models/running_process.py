"""Which processes run, and how new they are: nothing is taken away that one of them still uses."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class RunningProcess(Base):
    """One process, when it was last seen, and the newest migration its release knows."""

    __tablename__ = "running_process"

    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    knows: Mapped[str] = mapped_column(String(4))
    seen_at: Mapped[datetime] = mapped_column(index=True)
