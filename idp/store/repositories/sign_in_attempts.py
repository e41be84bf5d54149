"""Half-finished sign-ins in the database."""

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import contains_eager

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_now
from idp.store.models import SignInAttempt
from idp.store.models.base import table_of

_ATTEMPTS = table_of(SignInAttempt)
_OPEN = (
    select(SignInAttempt)
    .join(SignInAttempt.citizen)
    .options(contains_eager(SignInAttempt.citizen))
    .where(
        SignInAttempt.digest == bindparam("cookie"),
        SignInAttempt.finished_at.is_(None),
        SignInAttempt.expires_at > bindparam("now"),
    )
)
"""Made once, as is the next: to make a statement takes longer than to run it."""
_FINISH = (
    update(_ATTEMPTS)
    .where(
        _ATTEMPTS.c.digest == bindparam("cookie"),
        _ATTEMPTS.c.finished_at.is_(None),
        _ATTEMPTS.c.expires_at > bindparam("now"),
    )
    .values(finished_at=bindparam("now"))
    .returning(_ATTEMPTS.c.digest)
)


class SignInAttempts:
    """Keeps browsers between their two factors."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: SignInAttempt) -> None:
        """Keep a new one."""
        insert_now(self._session, row)

    def find(self, digest: str) -> SignInAttempt | None:
        """The one behind a cookie, with its citizen, if it is neither finished nor too old."""
        return self._session.scalar(_OPEN, {"cookie": digest, "now": self._clock()})

    def finish(self, digest: str) -> bool:
        """Spend one. True for exactly one caller."""
        spent = self._session.connection().execute(_FINISH, {"cookie": digest, "now": self._clock()})
        return spent.first() is not None

    def finish_all_of(self, citizen_id: str) -> None:
        """Spend every one of a citizen: the password they began with no longer counts."""
        self._session.execute(
            update(SignInAttempt)
            .where(SignInAttempt.citizen_id == citizen_id, SignInAttempt.finished_at.is_(None))
            .values(finished_at=self._clock())
        )
