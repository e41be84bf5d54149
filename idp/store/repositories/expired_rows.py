"""Rows that may go: one line for each table, in one list."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session, scoped_session

from idp.clock import Clock
from idp.store.models import (
    Authorization,
    BackchannelRequest,
    Banner,
    BrowserSession,
    ChangeRequest,
    Device,
    DeviceAuthorization,
    EventCount,
    IdempotentAnswer,
    Incident,
    InitialAccessToken,
    Message,
    OneTimeCode,
    OperatorEnrolment,
    OperatorSession,
    OutboxEntry,
    PasskeyChallenge,
    PendingAuthorization,
    ProtocolCall,
    PushedRequest,
    RecoveryAttempt,
    RefreshToken,
    Registration,
    RevokedToken,
    RunningProcess,
    SignInAttempt,
    ThrottleCount,
    UsedAssertion,
)


@dataclass(frozen=True)
class Expiry:
    """When rows of a table may go.

    Args:
        column: The moment that counts; rows without it stay.
        keep: How long after it they are kept.
        only: What else has to be true.
    """

    column: InstrumentedAttribute[Any]
    keep: timedelta
    only: tuple[ColumnElement[bool], ...] = ()

    @property
    def name(self) -> str:
        """What goes, in words for the log."""
        return f"{self.column.class_.__tablename__}, {self.keep} after {self.column.key}"


_AT_ONCE = timedelta(0)
_AN_HOUR = timedelta(hours=1)
_A_DAY = timedelta(days=1)
_A_WEEK = timedelta(days=7)

_REFRESHABLE = exists().where(RefreshToken.authorization_id == Authorization.id)

EXPIRIES = (
    Expiry(PendingAuthorization.expires_at, _AT_ONCE),
    Expiry(PushedRequest.expires_at, _A_DAY),  # a citizen may still be busy with it
    Expiry(DeviceAuthorization.expires_at, _AN_HOUR),
    Expiry(BackchannelRequest.expires_at, _A_DAY),
    Expiry(InitialAccessToken.expires_at, timedelta(days=90)),
    Expiry(SignInAttempt.expires_at, _AT_ONCE),
    Expiry(Registration.expires_at, _AT_ONCE),
    Expiry(RecoveryAttempt.expires_at, _A_DAY),
    Expiry(OneTimeCode.expires_at, _A_DAY),
    Expiry(UsedAssertion.expires_at, timedelta(minutes=5)),  # clocks of two nodes may differ
    Expiry(RevokedToken.expires_at, timedelta(minutes=5)),
    Expiry(RefreshToken.expires_at, _A_DAY),
    Expiry(Authorization.code_expires_at, _A_DAY, (Authorization.redeemed_at.is_(None),)),
    Expiry(Authorization.created_at, timedelta(days=90), (~_REFRESHABLE,)),
    Expiry(BrowserSession.ended_at, timedelta(days=30)),
    Expiry(OperatorSession.expires_at, timedelta(days=30)),
    Expiry(Device.last_seen_at, timedelta(days=400)),
    Expiry(ThrottleCount.forget_at, _AT_ONCE),
    Expiry(OutboxEntry.settled_at, _A_WEEK, (OutboxEntry.state == "delivered",)),
    Expiry(OutboxEntry.settled_at, timedelta(days=90), (OutboxEntry.state == "failed",)),
    Expiry(Message.at, _A_WEEK),
    Expiry(Incident.at, timedelta(days=30)),
    Expiry(PasskeyChallenge.expires_at, _AT_ONCE),
    Expiry(OperatorEnrolment.expires_at, timedelta(days=90)),
    Expiry(ChangeRequest.expires_at, timedelta(days=3650)),  # who decided what is asked for years
    Expiry(ProtocolCall.at, timedelta(days=30)),
    Expiry(IdempotentAnswer.expires_at, _AT_ONCE),
    Expiry(RunningProcess.seen_at, _A_DAY),
    Expiry(Banner.ends_at, timedelta(days=400)),
    Expiry(EventCount.hour, timedelta(days=1100)),  # three years side by side
)


class ExpiredRows:
    """Removes rows that may go."""

    def __init__(self, session: "scoped_session[Session]", clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def remove(self, expiry: Expiry, most: int) -> int:
        """Remove rows of one kind; how many.

        Args:
            expiry: Which.
            most: How many at most.
        """
        table = expiry.column.class_
        keys = list(table.__table__.primary_key)
        over = select(*keys).where(expiry.column <= self._clock() - expiry.keep, *expiry.only).limit(most)
        # Two workers take different ones. Looking first keeps SQLite's one write lock free while there is nothing.
        found = self._session.execute(over.with_for_update(skip_locked=True)).all()
        if not found:
            return 0
        key = keys[0] if len(keys) == 1 else tuple_(*keys)
        values = [row[0] if len(keys) == 1 else tuple(row) for row in found]
        self._session.execute(
            delete(table).where(key.in_(values)).execution_options(synchronize_session=False)
        )
        return len(found)
