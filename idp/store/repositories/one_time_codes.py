"""Codes by SMS and mail in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import OneTimeCode
from idp.store.models.base import table_of

_CODES = table_of(OneTimeCode)
_LAST_SENT = (
    select(_CODES.c.sent_at)
    .where(_CODES.c.owner == bindparam("owner"), _CODES.c.purpose == bindparam("purpose"))
    .order_by(_CODES.c.sent_at.desc(), _CODES.c.id)
    .limit(1)
)
"""Made once: to make a statement takes longer than to run it."""


class OneTimeCodeRows:
    """Keeps the digests of codes that were sent."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, row: OneTimeCode) -> None:
        """Keep a new one."""
        self._session.add(row)
        self._session.flush()

    def last_sent_at(self, owner: str, purpose: str) -> datetime | None:
        """When the last one was sent, spent or not; None if none was."""
        return self._session.connection().scalar(_LAST_SENT, {"owner": owner, "purpose": purpose})

    def count_guess(self, owner: str, purpose: str, most: int) -> list[tuple[str, int]]:
        """Count a guess at every code that may still be guessed at.

        Returns:
            Their digests, and how often each has been guessed at by now.
        """
        counted = self._session.execute(
            update(OneTimeCode)
            .where(*self._open(owner, purpose), OneTimeCode.attempts < most)
            .values(attempts=OneTimeCode.attempts + 1)
            .returning(OneTimeCode.digest, OneTimeCode.attempts)
            .execution_options(synchronize_session=False)
        )
        return [(digest, attempts) for digest, attempts in counted]

    def spend(self, owner: str, purpose: str, digest: str) -> bool:
        """Spend a code. True for exactly one caller, however many try at once."""
        spent = self._session.execute(
            update(OneTimeCode)
            .where(*self._open(owner, purpose), OneTimeCode.digest == digest)
            .values(spent_at=self._clock())
            .returning(OneTimeCode.id)
            .execution_options(synchronize_session=False)
        )
        return spent.first() is not None

    def void(self, owner: str, purpose: str) -> None:
        """Make the other codes of an owner useless."""
        self._session.execute(
            update(OneTimeCode)
            .where(*self._open(owner, purpose))
            .values(spent_at=self._clock())
            .execution_options(synchronize_session=False)
        )

    def _open(self, owner: str, purpose: str) -> tuple[ColumnElement[bool], ...]:
        return (
            OneTimeCode.owner == owner,
            OneTimeCode.purpose == purpose,
            OneTimeCode.spent_at.is_(None),
            OneTimeCode.expires_at > self._clock(),
        )
