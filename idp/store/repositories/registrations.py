"""Registrations in the database."""

from sqlalchemy import delete, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import Registration


class Registrations:
    """Keeps registrations on their way."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: Registration) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def find(self, digest: str) -> Registration | None:
        """The one behind a cookie, if it is not too old."""
        return self._session.scalar(
            select(Registration)
            .where(Registration.digest == digest, Registration.expires_at > self._clock())
            .execution_options(populate_existing=True)
        )

    def move(self, registration_id: str, version: int, state_sealed: bytes) -> bool:
        """Take one step. True for exactly one caller that saw this version."""
        moved = self._session.execute(
            update(Registration)
            .where(Registration.id == registration_id, Registration.version == version)
            .values(state_sealed=state_sealed, version=version + 1)
            .returning(Registration.id)
            .execution_options(synchronize_session=False)
        )
        return moved.scalar() is not None

    def drop(self, registration_id: str) -> None:
        """Forget one, and what was entered with it."""
        self._session.execute(delete(Registration).where(Registration.id == registration_id))
