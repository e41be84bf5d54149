"""Account recoveries in the database."""

from typing import Any

from sqlalchemy import ColumnElement, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import RecoveryAttempt


class RecoveryAttempts:
    """Keeps recoveries on their way. Each step is one conditional statement that demands the step before."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: RecoveryAttempt) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find(self, digest: str) -> RecoveryAttempt | None:
        """The one behind a cookie, if it is neither finished nor too old."""
        return self._session.scalar(
            select(RecoveryAttempt).where(*self._open(digest)).execution_options(populate_existing=True)
        )

    def contact_proved(self, digest: str) -> bool:
        """Note that the code from the contact was shown. True for exactly one caller."""
        return self._step(
            digest, RecoveryAttempt.contact_proved_at.is_(None), contact_proved_at=self._clock()
        )

    def proved(self, digest: str, by: str) -> bool:
        """Note the second proof. True for exactly one caller, and never before the first."""
        is_next = RecoveryAttempt.contact_proved_at.is_not(None) & RecoveryAttempt.proved_by.is_(None)
        return self._step(digest, is_next, proved_by=by)

    def finish(self, digest: str) -> bool:
        """Spend it on a new password. True for exactly one caller, and never before both proofs."""
        return self._step(digest, RecoveryAttempt.proved_by.is_not(None), finished_at=self._clock())

    def _step(self, digest: str, is_next: ColumnElement[bool], **columns: Any) -> bool:
        stepped = self._session.execute(
            update(RecoveryAttempt)
            .where(*self._open(digest), is_next)
            .values(**columns)
            .returning(RecoveryAttempt.digest)
            .execution_options(synchronize_session=False)
        )
        return stepped.scalar() is not None

    def _open(self, digest: str) -> tuple[ColumnElement[bool], ...]:
        return (
            RecoveryAttempt.digest == digest,
            RecoveryAttempt.finished_at.is_(None),
            RecoveryAttempt.expires_at > self._clock(),
        )
