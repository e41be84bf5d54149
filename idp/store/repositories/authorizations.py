"""Authorizations and their codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.store.models import Authorization, BrowserSession, Citizen, Client, RevokedToken
from idp.store.models.authorization import OFFLINE


@dataclass(frozen=True)
class Standing:
    """An authorization with everything that decides whether it still holds."""

    authorization: Authorization
    citizen: Citizen
    client: Client
    session_ended: bool
    token_revoked: bool = False


def standing_of(now: datetime, *more: Any) -> Select[Any]:
    """The statement that reads an authorization with everything it stands on.

    Args:
        now: The present moment: a browser session that is past its time, or forgotten, has ended.
        more: Further columns.
    """
    ended = or_(
        BrowserSession.id.is_(None), BrowserSession.ended_at.is_not(None), BrowserSession.expires_at <= now
    ).label("session_ended")
    return (
        select(Authorization, Citizen, Client, ended, *more)
        .join(Citizen, Citizen.id == Authorization.citizen_id)
        .join(Client, Client.client_id == Authorization.client_id)
        .outerjoin(BrowserSession, BrowserSession.id == Authorization.session_id)
        .execution_options(populate_existing=True)
    )


class Authorizations:
    """Keeps, spends and revokes authorizations."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, code: str, **columns: Any) -> None:
        """Keep an authorization, its code as a digest. One INSERT.

        Args:
            code: The one-time code it is handed out by.
            columns: The other columns of the table.
        """
        self._session.execute(insert(Authorization).values(code_digest=digest(code), **columns))

    def find_by_code(self, code: str) -> Standing | None:
        """The authorization a code was given for, spent or not."""
        return self._find(standing_of(self._clock()).where(Authorization.code_digest == digest(code)))

    def find(self, authorization_id: str) -> Standing | None:
        """An authorization by its name."""
        return self._find(standing_of(self._clock()).where(Authorization.id == authorization_id))

    def standing(self, authorization_id: str, jti: str) -> Standing | None:
        """The authorization an access token was issued from, and whether that token was revoked."""
        revoked = exists().where(RevokedToken.jti == jti).label("token_revoked")
        return self._find(standing_of(self._clock(), revoked).where(Authorization.id == authorization_id))

    def redeem(self, authorization_id: str, bind_to: Mapping[str, str]) -> bool:
        """Spend the code. True for exactly one caller, however many try at once.

        Args:
            authorization_id: Whose code.
            bind_to: The key or certificate the refresh tokens are bound to from now on; empty to leave it as it is.
        """
        binding = {"confirmation": dict(bind_to)} if bind_to else {}
        return self._stamp(
            Authorization.id == authorization_id,
            Authorization.redeemed_at.is_(None),
            redeemed_at=self._clock(),
            **binding,
        )

    def revoke(self, authorization_id: str, reason: str) -> bool:
        """End everything issued from an authorization. True if this call did."""
        return self._revoke(Authorization.id == authorization_id, reason=reason)

    def revoke_given(self, citizen_id: str, client_id: str, reason: str) -> bool:
        """End whatever one citizen let one application have."""
        theirs = (Authorization.citizen_id == citizen_id, Authorization.client_id == client_id)
        return self._revoke(*theirs, reason=reason)

    def supersede(self, citizen_id: str, client_id: str, reason: str, *, only_managed: bool) -> bool:
        """End what an application was given before it changed its grant: all of it, or what it manages by name."""
        theirs = [Authorization.citizen_id == citizen_id, Authorization.client_id == client_id]
        managed = [Authorization.grant_id.is_not(None)] if only_managed else []
        return self._revoke(*theirs, *managed, reason=reason)

    def revoke_all_of(self, citizen_id: str, reason: str) -> bool:
        """End whatever a citizen let any application have, offline access too (a password was changed)."""
        return self._revoke(Authorization.citizen_id == citizen_id, reason=reason)

    def revoke_of_session(self, session_id: str, client_id: str, reason: str) -> bool:
        """End what one application was given in one session; offline access outlives every session."""
        is_offline = (" " + Authorization.scope + " ").contains(f" {OFFLINE} ", autoescape=True)
        given = (Authorization.session_id == session_id, Authorization.client_id == client_id)
        return self._revoke(*given, ~is_offline, reason=reason)

    def scopes_of(self, client_id: str, since: datetime) -> frozenset[str]:
        """The scopes an application asked for and was given since a moment."""
        given = select(Authorization.scope).where(
            Authorization.client_id == client_id, Authorization.created_at >= since
        )
        return frozenset(scope for text in self._session.scalars(given.distinct()) for scope in text.split())

    def clients_of_session(self, session_id: str) -> list[str]:
        """The applications a browser session is used for, first visited first."""
        visited = (
            select(Authorization.client_id)
            .where(
                Authorization.session_id == session_id,
                Authorization.redeemed_at.is_not(None),
                Authorization.left_at.is_(None),
            )
            .group_by(Authorization.client_id)
            .order_by(func.min(Authorization.created_at))
        )
        return list(self._session.scalars(visited))

    def _revoke(self, *which: ColumnElement[bool], reason: str) -> bool:
        in_force = Authorization.revoked_at.is_(None)
        return self._stamp(*which, in_force, revoked_at=self._clock(), revoke_reason=reason)

    def _stamp(self, *which: ColumnElement[bool], **stamp: Any) -> bool:
        stamped = self._session.execute(
            update(Authorization)
            .where(*which)
            .values(**stamp)
            .returning(Authorization.id)
            .execution_options(synchronize_session=False)
        )
        return stamped.first() is not None

    def _find(self, statement: Select[Any]) -> Standing | None:
        row = self._session.execute(statement).one_or_none()
        return None if row is None else Standing(*row)
