"""Officers in the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Authorization, Citizen, Officer

REMOVED = "removed"


class Officers:
    """Finds and changes officers; whom a directory has removed nobody finds."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def find(self, officer_id: str) -> Officer | None:
        """An officer by their identifier."""
        found: Officer | None = self._session.scalar(_known(select(Officer).where(Officer.id == officer_id)))
        return found

    def count(self, which: Mapping[str, object]) -> int:
        """How many there are of whom some columns say so."""
        return self._session.scalar(_known(select(func.count()).select_from(Officer).filter_by(**which))) or 0

    def some(self, which: Mapping[str, object], start: int, most: int) -> Sequence[Officer]:
        """Those of whom some columns say so, in the order of their identifiers.

        Args:
            which: A value by the name of a column.
            start: How many are left out at the beginning.
            most: How many at most.
        """
        found = select(Officer).filter_by(**which).order_by(Officer.id).offset(start).limit(most)
        return self._session.scalars(_known(found)).all()

    def add(self, **columns: Any) -> bool:
        """Keep an officer. False when somebody with that number or external identifier is there: roll back."""
        number_index, now = columns["number_index"], self._clock()
        self._session.execute(
            delete(Officer)
            .where(Officer.number_index == number_index, Officer.state == REMOVED)
            .execution_options(synchronize_session="fetch")
        )
        added = self._session.execute(
            insert_into(self._session, Officer)
            .values(version=1, created_at=now, updated_at=now, **columns)
            .on_conflict_do_nothing()
            .returning(Officer.id)
        )
        return added.first() is not None

    def change(self, officer_id: str, version: int, **columns: Any) -> bool:
        """Change columns of an officer who is still the version they were. True for exactly one caller.

        Returns:
            False also when somebody else was quicker with the external identifier.
        """
        statement = (
            update(Officer)
            .where(Officer.id == officer_id, Officer.version == version)
            .values(version=Officer.version + 1, updated_at=self._clock(), **columns)
            .returning(Officer.id)
            .execution_options(synchronize_session="fetch")
        )
        try:
            with self._session.begin_nested():
                return self._session.execute(statement).scalar() is not None
        except IntegrityError:
            return False

    def with_external_id(self, external_id: str) -> Officer | None:
        """The officer a directory calls so."""
        named = select(Officer).where(Officer.external_id == external_id)
        found: Officer | None = self._session.scalar(_known(named))
        return found

    def has_left(self, citizen_id: str) -> bool:
        """Whether a directory says of a citizen that they hold no office any more. One SELECT."""
        gone = exists().where(
            Citizen.id == citizen_id,
            Officer.number_index == Citizen.number_index,
            Officer.state != "active",
        )
        return bool(self._session.scalar(select(gone)))

    def told_at(self, citizen_id: str, scope: str, claim: str) -> list[str]:
        """The applications that were given a scope, or a claim by its name, by one citizen."""
        given = select(Authorization.client_id, Authorization.scope, Authorization.requested_claims)
        rows = self._session.execute(given.where(Authorization.citizen_id == citizen_id).distinct())
        return sorted({row[0] for row in rows if scope in row[1].split() or _names(row[2], claim)})


def _known(statement: Select[Any]) -> Select[Any]:
    return statement.where(Officer.state != REMOVED)


def _names(requested: Mapping[str, Any], claim: str) -> bool:
    return any(claim in (wanted or {}) for wanted in requested.values())
