"""Claims that wait for the register, in the database."""

from sqlalchemy import delete, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import PendingVerification


class PendingVerifications:
    """Keeps one waiting claim for each citizen."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def find(self, citizen_id: str) -> PendingVerification | None:
        """The claim of a citizen that still waits."""
        return self._session.scalar(
            select(PendingVerification)
            .where(PendingVerification.citizen_id == citizen_id)
            .execution_options(populate_existing=True)
        )

    def keep(self, citizen_id: str, claim_sealed: bytes, request_id: str) -> None:
        """Let a claim wait, in place of an earlier one."""
        new = {"claim_sealed": claim_sealed, "request_id": request_id, "tries": 0, "since": self._clock()}
        self._session.execute(
            insert_into(self._session, PendingVerification)
            .values(citizen_id=citizen_id, **new)
            .on_conflict_do_update(index_elements=[PendingVerification.citizen_id], set_=new)
        )

    def count_try(self, citizen_id: str) -> None:
        """Note that the register gave no answer once more."""
        self._session.execute(
            update(PendingVerification)
            .where(PendingVerification.citizen_id == citizen_id)
            .values(tries=PendingVerification.tries + 1)
            .execution_options(synchronize_session=False)
        )

    def finish(self, citizen_id: str, request_id: str) -> bool:
        """Stop waiting for one question. True for exactly one caller."""
        gone = self._session.execute(
            delete(PendingVerification)
            .where(PendingVerification.citizen_id == citizen_id, PendingVerification.request_id == request_id)
            .returning(PendingVerification.citizen_id)
            .execution_options(synchronize_session=False)
        )
        return gone.scalar() is not None
