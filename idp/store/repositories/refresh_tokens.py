"""Refresh tokens: issued, rotated, and their successors derived again within the grace (RFC 9700, 4.14)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest, keyed_digest, new_secret
from idp.store.models import RefreshToken
from idp.store.models.base import table_of
from idp.store.repositories.standings import (
    AUTHORIZATION,
    FindClient,
    Standing,
    beyond,
    read_standing,
    standing_by,
)

_TOKEN = table_of(RefreshToken)
_THIS = _TOKEN.c.digest == bindparam("presented")


class RefreshTokenRow(NamedTuple):
    """A refresh token as it was when it was read. The fields are columns of the table."""

    issued_at: datetime
    used_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Refresh:
    """A refresh token that was presented, and what it stands on."""

    token: RefreshTokenRow
    standing: Standing


_MORE = [_TOKEN.c[name].label(f"token_{name}") for name in RefreshTokenRow._fields]
_FIND = standing_by(_THIS, _TOKEN.c.authorization_id == AUTHORIZATION.c.id, more=_MORE)
_SPEND = update(_TOKEN).where(_THIS, _TOKEN.c.used_at.is_(None)).values(used_at=bindparam("now"))
_KEEP = insert(_TOKEN)
"""Made once: to make a statement takes longer than to run it."""


@dataclass(frozen=True)
class Lifetimes:
    """How long refresh tokens live: a family from its beginning, and each token when it is not used."""

    family: timedelta
    idle: timedelta


class RefreshTokens:
    """Keeps digests only. The successor of a token is a keyed digest of it, so it can be told again."""

    def __init__(
        self,
        session: "scoped_session[Session]",
        find_client: FindClient,
        key: Callable[[], bytes],
        lifetimes: Lifetimes,
        clock: Clock,
    ) -> None:
        self._session = session
        self._find_client = find_client
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
        which = {"presented": digest(token), "now": self._clock()}
        row = self._session.connection().execute(_FIND, which).one_or_none()
        standing = read_standing(row, self._find_client) if row is not None else None
        return None if standing is None else Refresh(RefreshTokenRow._make(beyond(row)), standing)

    def rotate(self, token: str, authorization_id: str, family_since: datetime) -> str | None:
        """Spend a token and issue its successor.

        Returns:
            The successor for exactly one caller, however many try at once; None for the others.
        """
        which = {"presented": digest(token), "now": self._clock()}
        if self._session.connection().execute(_SPEND, which).rowcount != 1:
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
        self._session.connection().execute(
            _KEEP,
            {
                "digest": digest(token),
                "authorization_id": authorization_id,
                "issued_at": self._clock(),
                "expires_at": self._end(family_since),
            },
        )

    def _end(self, family_since: datetime) -> datetime:
        return min(self._clock() + self._lifetimes.idle, family_since + self._lifetimes.family)

    def _derived(self, token: str) -> str:
        return keyed_digest(self._key(), "successor of a refresh token", token)
