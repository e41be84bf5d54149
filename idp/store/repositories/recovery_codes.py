"""Recovery codes in the database."""

from collections.abc import Iterable

from sqlalchemy import delete, func, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import RecoveryCode


class RecoveryCodes:
    """Keeps the digests of recovery codes."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def replace(self, citizen_id: str, digests: Iterable[str]) -> None:
        """Forget the codes a citizen had, and keep new ones."""
        now = self._clock()
        self._session.execute(delete(RecoveryCode).where(RecoveryCode.citizen_id == citizen_id))
        self._session.add_all(
            RecoveryCode(digest=each, citizen_id=citizen_id, created_at=now) for each in digests
        )
        self._session.flush()

    def spend(self, citizen_id: str, digest: str) -> bool:
        """Spend one code. True for exactly one caller, however many try at once."""
        spent = self._session.execute(
            update(RecoveryCode)
            .where(
                RecoveryCode.digest == digest,
                RecoveryCode.citizen_id == citizen_id,
                RecoveryCode.used_at.is_(None),
            )
            .values(used_at=self._clock())
            .returning(RecoveryCode.digest)
        )
        return spent.scalar() is not None

    def left(self, citizen_id: str) -> int:
        """How many of a citizen's codes are unused."""
        unused = select(func.count()).where(
            RecoveryCode.citizen_id == citizen_id, RecoveryCode.used_at.is_(None)
        )
        return self._session.scalar(unused) or 0
