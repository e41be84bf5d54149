"""Refresh tokens: issued, rotated, and their successors derived again within the grace (RFC 9700, 4.14)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest, keyed_digest, new_secret
from idp.store.models import Authorization, RefreshToken
from idp.store.repositories.authorizations import Standing, standing_of


@dataclass(frozen=True)
class Refresh:
    """A refresh token that was presented, and what it stands on."""

    token: RefreshToken
    standing: Standing


@dataclass(frozen=True)
class Lifetimes:
    """How long refresh tokens live: a family from its beginning, and each token when it is not used."""

    family: timedelta
    idle: timedelta


class RefreshTokens:
    """Keeps digests only. The successor of a token is a keyed digest of it, so it can be told again."""

    def __init__(
        self, session: "scoped_session[Session]", key: Callable[[], bytes], lifetimes: Lifetimes, clock: Clock
    ) -> None:
        self._session = session
        self._key = key
        self._lifetimes = lifetimes
        self._clock = clock

    def issue(self, authorization_id: str, family_since: datetime) -> str:
        """Begin a family. One INSERT.

        Args:
            authorization_id: What the family stands on.
            family_since: When the citizen allowed it; its absolute end counts from there.
        """
        token = new_secret()
        self._keep(token, authorization_id, family_since)
        return token

    def find(self, token: str) -> Refresh | None:
        """A token that was issued, spent or not, with what it stands on. One statement."""
        statement = (
            standing_of(self._clock(), RefreshToken)
            .join(RefreshToken, RefreshToken.authorization_id == Authorization.id)
            .where(RefreshToken.digest == digest(token))
        )
        row = self._session.execute(statement).one_or_none()
        return None if row is None else Refresh(row[4], Standing(*row[:4]))

    def rotate(self, token: str, authorization_id: str, family_since: datetime) -> str | None:
        """Spend a token and issue its successor.

        Returns:
            The successor for exactly one caller, however many try at once; None for the others.
        """
        spent = self._session.execute(
            update(RefreshToken)
            .where(RefreshToken.digest == digest(token), RefreshToken.used_at.is_(None))
            .values(used_at=self._clock())
            .returning(RefreshToken.digest)
            .execution_options(synchronize_session=False)
        )
        if spent.first() is None:
            return None
        following = self._derived(token)
        self._keep(following, authorization_id, family_since)
        return following

    def used_again(self, token: str, family_since: datetime) -> None:
        """Let a token that is not rotated live on, as its successor would.

        Args:
            token: It was found to be good.
            family_since: When the citizen allowed it.
        """
        self._session.execute(
            update(RefreshToken)
            .where(RefreshToken.digest == digest(token))
            .values(expires_at=self._end(family_since))
            .execution_options(synchronize_session=False)
        )

    def successor(self, token: str) -> str | None:
        """The successor of a spent token, if nobody has used it yet: the same as the first time."""
        following = self._derived(token)
        unused = select(RefreshToken.digest).where(
            RefreshToken.digest == digest(following), RefreshToken.used_at.is_(None)
        )
        return following if self._session.scalar(unused) else None

    def _keep(self, token: str, authorization_id: str, family_since: datetime) -> None:
        self._session.execute(
            insert(RefreshToken).values(
                digest=digest(token),
                authorization_id=authorization_id,
                issued_at=self._clock(),
                expires_at=self._end(family_since),
            )
        )

    def _end(self, family_since: datetime) -> datetime:
        return min(self._clock() + self._lifetimes.idle, family_since + self._lifetimes.family)

    def _derived(self, token: str) -> str:
        return keyed_digest(self._key(), "successor of a refresh token", token)
