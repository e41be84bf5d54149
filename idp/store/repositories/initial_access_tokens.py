"""Permissions to register an application, in the database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import InitialAccessToken


class InitialAccessTokens:
    """Finds permissions by the digest of their token, and spends their uses."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: InitialAccessToken) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find_open(self, digest: str) -> InitialAccessToken | None:
        """The one behind a token, while it can still be used."""
        return self._session.scalar(
            select(InitialAccessToken).where(InitialAccessToken.digest == digest, *self._open())
        )

    def spend(self, id_: str) -> bool:
        """Take one use. True for exactly as many callers as there are uses, however many try at once."""
        spent = self._session.execute(
            update(InitialAccessToken)
            .where(InitialAccessToken.id == id_, *self._open())
            .values(uses_left=InitialAccessToken.uses_left - 1)
            .returning(InitialAccessToken.id)
            .execution_options(synchronize_session=False)
        )
        return spent.first() is not None

    def revoke(self, id_: str) -> bool:
        """End one. True for exactly one caller, and only where it was not over."""
        ended = self._session.execute(
            update(InitialAccessToken)
            .where(InitialAccessToken.id == id_, *self._open())
            .values(revoked_at=self._clock())
            .returning(InitialAccessToken.id)
            .execution_options(synchronize_session="fetch")
        )
        return ended.first() is not None

    def all(self) -> Sequence[InitialAccessToken]:
        """Every one that is still kept, the newest first."""
        newest_first = (InitialAccessToken.created_at.desc(), InitialAccessToken.id)
        return self._session.scalars(select(InitialAccessToken).order_by(*newest_first)).all()

    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return (
            InitialAccessToken.uses_left > 0,
            InitialAccessToken.revoked_at.is_(None),
            InitialAccessToken.expires_at > self._clock(),
        )
