"""Half-finished sign-ins in the database."""

from sqlalchemy import select, update
from sqlalchemy.orm import contains_eager

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import SignInAttempt


class SignInAttempts:
    """Keeps browsers between their two factors."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: SignInAttempt) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find(self, digest: str) -> SignInAttempt | None:
        """The one behind a cookie, with its citizen, if it is neither finished nor too old."""
        found = (
            select(SignInAttempt)
            .join(SignInAttempt.citizen)
            .options(contains_eager(SignInAttempt.citizen))
            .where(
                SignInAttempt.digest == digest,
                SignInAttempt.finished_at.is_(None),
                SignInAttempt.expires_at > self._clock(),
            )
        )
        return self._session.scalar(found)

    def finish(self, digest: str) -> bool:
        """Spend one. True for exactly one caller."""
        now = self._clock()
        spent = self._session.execute(
            update(SignInAttempt)
            .where(
                SignInAttempt.digest == digest,
                SignInAttempt.finished_at.is_(None),
                SignInAttempt.expires_at > now,
            )
            .values(finished_at=now)
            .returning(SignInAttempt.digest)
        )
        return spent.scalar() is not None

    def finish_all_of(self, citizen_id: str) -> None:
        """Spend every one of a citizen: the password they began with no longer counts."""
        self._session.execute(
            update(SignInAttempt)
            .where(SignInAttempt.citizen_id == citizen_id, SignInAttempt.finished_at.is_(None))
            .values(finished_at=self._clock())
        )
