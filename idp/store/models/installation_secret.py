"""Secrets an installation makes for itself once and keeps through every rotation of keys."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base


class InstallationSecret(Base):
    """One such secret, sealed: the pairwise salt, the key of the blind indexes."""

    __tablename__ = "installation_secret"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    sealed: Mapped[bytes]
