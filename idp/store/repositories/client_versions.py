"""Versions of registrations in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import ClientVersion


class ClientVersions:
    """Keeps versions; what is kept is never changed."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def add(self, **columns: Any) -> bool:
        """Keep a version. False where that one is kept already."""
        added = self._session.execute(
            insert_into(self._session, ClientVersion)
            .values(**columns)
            .on_conflict_do_nothing(index_elements=[ClientVersion.client_id, ClientVersion.version])
            .returning(ClientVersion.version)
        )
        return added.first() is not None

    def has_any(self, client_id: str) -> bool:
        """Whether any version of a registration is kept."""
        found = select(ClientVersion.version).where(ClientVersion.client_id == client_id).limit(1)
        return self._session.scalar(found) is not None

    def all(self, client_id: str) -> Sequence[ClientVersion]:
        """Every version of a registration, the latest first."""
        latest = ClientVersion.version.desc()
        return self._session.scalars(
            select(ClientVersion).where(ClientVersion.client_id == client_id).order_by(latest)
        ).all()

    def at(self, client_id: str, version: int) -> ClientVersion | None:
        """The registration as it was when it had a version number: the latest one kept up to it."""
        return self._session.scalars(
            select(ClientVersion)
            .where(ClientVersion.client_id == client_id, ClientVersion.version <= version)
            .order_by(ClientVersion.version.desc())
            .limit(1)
        ).first()
