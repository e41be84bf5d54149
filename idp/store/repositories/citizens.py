"""Accounts in the database: opening them, finding them by what they must be found by, verifying them."""

from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import Citizen


class Citizens:
    """Keeps accounts. One contact and one identity number belong to one account: the database says so."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, citizen: Citizen) -> bool:
        """Open an account. False when another request was quicker with a contact or the number of it."""
        try:
            with self._session.begin_nested():
                self._session.add(citizen)
        except IntegrityError:
            return False
        return True

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

    def with_persona(self, key: str) -> Citizen | None:
        """The account of an invented person of the sandbox."""
        return self._session.scalar(select(Citizen).where(Citizen.persona == key))

    def verify(self, citizen_id: str, **columns: Any) -> bool:
        """Put the register's word behind an account that nothing stood behind.

        Returns:
            True for exactly one caller; False also when the number belongs to another account by now.
        """
        now = self._clock()
        statement = (
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.number_index.is_(None))
            .values(verified_at=now, updated_at=now, **columns)
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        try:
            with self._session.begin_nested():
                return self._session.execute(statement).scalar() is not None
        except IntegrityError:
            return False

    def hold(self, citizen_id: str) -> None:
        """Keep others from changing an account until the transaction ends. A write: SQLite locks by nothing else."""
        statement = update(Citizen).where(Citizen.id == citizen_id).values(state=Citizen.state)
        self._session.execute(statement.execution_options(synchronize_session=False))

    def sealed_identity(self, citizen_id: str) -> bytes | None:
        """What an account keeps of the person, as it is in the database now; None for a closed account."""
        return self._session.scalar(
            select(Citizen.identity_sealed).where(Citizen.id == citizen_id, Citizen.state == "active")
        )

    def reseal(self, citizen_id: str, before: bytes, after: bytes) -> bool:
        """Put another sealed identity in place of the one that was read. False when somebody was quicker.

        `updated_at` stays: that something was fetched for one application is no news for the others.
        """
        statement = (
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.state == "active", Citizen.identity_sealed == before)
            .values(identity_sealed=after)
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        return self._session.execute(statement).scalar() is not None
