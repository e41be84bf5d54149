"""The end of everything that a database of before believes unspent, and that may have been spent since."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, or_, update

from idp.store.db import DatabaseSession
from idp.store.models import (
    Authorization,
    BackchannelRequest,
    Base,
    BrowserSession,
    Citizen,
    DeliveryState,
    DeviceAuthorization,
    InitialAccessToken,
    OneTimeCode,
    Operator,
    OperatorEnrolment,
    OperatorSession,
    OutboxEntry,
    PasskeyChallenge,
    PendingAuthorization,
    PushedRequest,
    RecoveryAttempt,
    RecoveryCode,
    Registration,
    SignInAttempt,
)

REASON = "restored"

_UNDER_WAY: tuple[type[Base], ...] = (
    PendingAuthorization,
    PushedRequest,
    DeviceAuthorization,
    BackchannelRequest,
    SignInAttempt,
    Registration,
    RecoveryAttempt,
    PasskeyChallenge,
)


class Eras:
    """Ends things, each kind in one statement, all in the running transaction. Nobody is told."""

    def __init__(self, session: DatabaseSession, at: datetime) -> None:
        self._session = session
        self._at = at

    def end_authorizations(self) -> int:
        """Revoke every authorization: its code, its refresh tokens, and access tokens where we are asked."""
        live = update(Authorization).where(Authorization.revoked_at.is_(None))
        return self._count(live.values(revoked_at=self._at, revoke_reason=REASON))

    def end_sessions(self) -> int:
        """End every browser session: one that was signed out since would be live again."""
        live = update(BrowserSession).where(BrowserSession.ended_at.is_(None))
        return self._count(live.values(ended_at=self._at, end_reason=REASON))

    def end_operator_sessions(self) -> int:
        """End every session of the console."""
        live = update(OperatorSession).where(OperatorSession.ended_at.is_(None))
        return self._count(live.values(ended_at=self._at, shown_once_sealed=None))

    def forget_what_is_under_way(self) -> int:
        """Forget requests, registrations, recoveries and half sign-ins that wait for somebody."""
        return sum(self._count(delete(model)) for model in _UNDER_WAY)

    def forget_codes(self) -> int:
        """Forget every code that was sent by SMS or mail."""
        return self._count(delete(OneTimeCode))

    def end_recovery_codes(self) -> int:
        """End every printed recovery code that is not used."""
        unused = update(RecoveryCode).where(RecoveryCode.used_at.is_(None))
        return self._count(unused.values(used_at=self._at))

    def end_links(self) -> int:
        """End links that operators enrol by, and permissions to register an application."""
        links = update(OperatorEnrolment).where(
            OperatorEnrolment.used_at.is_(None), OperatorEnrolment.expires_at > self._at
        )
        permissions = update(InitialAccessToken).where(
            InitialAccessToken.revoked_at.is_(None), InitialAccessToken.expires_at > self._at
        )
        return self._count(links.values(expires_at=self._at)) + self._count(
            permissions.values(revoked_at=self._at)
        )

    def accept_app_codes_only_after(self, step: int) -> None:
        """Refuse codes of authenticator apps up to a time step, as if each had been used."""
        for model in (Citizen, Operator):
            earlier = or_(model.totp_last_step.is_(None), model.totp_last_step < step)
            self._count(
                update(model).where(model.totp_sealed.is_not(None), earlier).values(totp_last_step=step)
            )

    def give_up_deliveries(self, kinds: Iterable[str]) -> int:
        """Give up what waits in the outbox: it may have been delivered already."""
        waiting = update(OutboxEntry).where(
            OutboxEntry.state == DeliveryState.PENDING, OutboxEntry.kind.in_(list(kinds))
        )
        given_up = {"state": DeliveryState.FAILED, "settled_at": self._at, "last_error": REASON}
        return self._count(waiting.values(**given_up, payload_sealed=None))

    def _count(self, statement: Any) -> int:
        done = self._session.execute(statement.execution_options(synchronize_session=False))
        return cast("CursorResult[Any]", done).rowcount
