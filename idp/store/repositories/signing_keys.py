"""Signing keys in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.store.models import SigningKey

TRIAL = "trial"
"""The state of keys that sign for one application of the sandbox: no part of any rotation."""


class SigningKeys:
    """Reads and moves the keys of the ring."""

    def __init__(self, session: "scoped_session[Session]") -> None:
        self._session = session

    def all(self) -> list[SigningKey]:
        """Every key that signs for everybody, has done so or will, oldest first."""
        return self._found(SigningKey.state != TRIAL)

    def published(self, now: datetime) -> list[SigningKey]:
        """Every key of the published set, oldest first: those of the sandbox until their time is over.

        Args:
            now: The present moment.
        """
        return self._found(or_(SigningKey.state != TRIAL, SigningKey.retired_at > now))

    def add(self, key: SigningKey) -> None:
        """Keep a new key."""
        self._session.add(key)
        self._session.flush()

    def move(self, kid: str, from_state: str, to_state: str, at: datetime) -> bool:
        """Move a key to another state. True for exactly one caller."""
        stamp = {"current_since": at} if to_state == "current" else {"retired_at": at}
        moved = self._session.execute(
            update(SigningKey)
            .where(SigningKey.kid == kid, SigningKey.state == from_state)
            .values(state=to_state, **stamp)
            .returning(SigningKey.kid)
        )
        return moved.scalar() is not None

    def destroy(self, kid: str) -> bool:
        """Forget a key, its private part with it. True for exactly one caller."""
        gone = self._session.execute(
            delete(SigningKey).where(SigningKey.kid == kid).returning(SigningKey.kid)
        )
        return gone.scalar() is not None

    def drop_retired_before(self, moment: datetime) -> int:
        """Forget keys retired before a moment; how many."""
        dropped = self._session.execute(
            delete(SigningKey)
            .where(SigningKey.state.in_(("retired", TRIAL)), SigningKey.retired_at < moment)
            .returning(SigningKey.kid)
        )
        return len(dropped.all())

    def _found(self, which: ColumnElement[bool]) -> list[SigningKey]:
        in_order = select(SigningKey).where(which).order_by(SigningKey.created_at, SigningKey.kid)
        return list(self._session.scalars(in_order))
