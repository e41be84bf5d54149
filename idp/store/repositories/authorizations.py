"""Authorizations and their codes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, select, update
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.store.models import Authorization, RevokedToken
from idp.store.models.authorization import OFFLINE
from idp.store.models.base import table_of
from idp.store.repositories.standings import (
    AUTHORIZATION,
    FindClient,
    Standing,
    beyond,
    read_standing,
    standing_by,
)

_REVOKED = table_of(RevokedToken)
_BY_CODE = standing_by(AUTHORIZATION.c.code_digest == bindparam("code_digest"))
_BY_NAME = standing_by(AUTHORIZATION.c.id == bindparam("authorization_id"))
_BY_TOKEN = standing_by(
    AUTHORIZATION.c.id == bindparam("authorization_id"),
    more=[exists().where(_REVOKED.c.jti == bindparam("jti")).label("token_revoked")],
)
_ADD = insert(AUTHORIZATION)
_UNREDEEMED = (AUTHORIZATION.c.id == bindparam("authorization_id")) & AUTHORIZATION.c.redeemed_at.is_(None)
_REDEEM = update(AUTHORIZATION).where(_UNREDEEMED).values(redeemed_at=bindparam("now"))
_REDEEM_BOUND = _REDEEM.values(confirmation=bindparam("bind_to"))
"""Made once: to make a statement takes longer than to run it."""


class Authorizations:
    """Keeps, spends and revokes authorizations."""

    def __init__(self, session: "scoped_session[Session]", find_client: FindClient, clock: Clock) -> None:
        self._session = session
        self._find_client = find_client
        self._clock = clock

    def add(self, code: str, **columns: Any) -> None:
        """Keep an authorization, its code as a digest. One INSERT.

        Args:
            code: The one-time code it is handed out by.
            columns: The other columns of the table.
        """
        self._session.connection().execute(_ADD, {"code_digest": digest(code), **columns})

    def find_by_code(self, code: str) -> Standing | None:
        """The authorization a code was given for, spent or not."""
        return self._find(_BY_CODE, code_digest=digest(code))

    def find(self, authorization_id: str) -> Standing | None:
        """An authorization by its name."""
        return self._find(_BY_NAME, authorization_id=authorization_id)

    def standing(self, authorization_id: str, jti: str) -> Standing | None:
        """The authorization an access token was issued from, and whether that token was revoked."""
        return self._find(_BY_TOKEN, authorization_id=authorization_id, jti=jti)

    def redeem(self, authorization_id: str, bind_to: Mapping[str, str]) -> bool:
        """Spend the code. True for exactly one caller, however many try at once.

        Args:
            authorization_id: Whose code.
            bind_to: The key or certificate the refresh tokens are bound to from now on; empty to leave it as it is.
        """
        values = {"authorization_id": authorization_id, "now": self._clock()}
        statement = _REDEEM
        if bind_to:
            statement, values["bind_to"] = _REDEEM_BOUND, dict(bind_to)
        return self._session.connection().execute(statement, values).rowcount == 1

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

    def _find(self, statement: Select[Any], **which: str) -> Standing | None:
        row = self._session.connection().execute(statement, {"now": self._clock(), **which}).one_or_none()
        if row is None:
            return None
        return read_standing(row, self._find_client, token_revoked=any(beyond(row)))
