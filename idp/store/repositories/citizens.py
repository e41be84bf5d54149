"""Accounts in the database: opening them, finding them by what they must be found by, verifying them."""

from typing import Any

from sqlalchemy import or_, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import Citizen


class Citizens:
    """Keeps accounts."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, citizen: Citizen) -> None:
        """Open an account.

        Raises:
            IntegrityError: Another request was quicker with the same contact or number.
        """
        self._session.add(citizen)
        self._session.flush()

    def find(self, citizen_id: str) -> Citizen | None:
        """An account by its id."""
        return self._session.get(Citizen, citizen_id)

    def with_contact(self, index: str) -> Citizen | None:
        """The account that a phone number or an e-mail address belongs to."""
        return self._session.scalar(
            select(Citizen).where(or_(Citizen.phone_index == index, Citizen.email_index == index))
        )

    def with_number(self, index: str) -> Citizen | None:
        """The account of the person with an identity number."""
        return self._session.scalar(select(Citizen).where(Citizen.number_index == index))

    def verify(self, citizen_id: str, **columns: Any) -> bool:
        """Put the register's word behind an account that nothing stood behind. True for exactly one caller."""
        now = self._clock()
        verified = self._session.execute(
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.number_index.is_(None))
            .values(verified_at=now, updated_at=now, **columns)
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        return verified.scalar() is not None
