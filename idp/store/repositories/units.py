"""Units in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import ChangeRequest, Client, Officer, Operator, OperatorEnrolment, Unit

_NAMED_BY = (Client.unit, Officer.unit, Operator.unit, OperatorEnrolment.unit, ChangeRequest.unit)


class Units:
    """Finds and changes units."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def all(self) -> Sequence[Unit]:
        """Every unit, in the order of their names."""
        return self._session.scalars(select(Unit).order_by(Unit.name)).all()

    def find(self, unit_id: str) -> Unit | None:
        """A unit by its identifier."""
        return self._session.get(Unit, unit_id)

    def by_name(self, name: str) -> Unit | None:
        """A unit by its Vietnamese name."""
        return self._session.scalar(select(Unit).where(Unit.name == name))

    def add(self, **columns: Any) -> bool:
        """Keep a new unit. False when its name is taken; that changes nothing."""
        now = self._clock()
        added = self._session.execute(
            insert_into(self._session, Unit)
            .values(created_at=now, updated_at=now, version=1, **columns)
            .on_conflict_do_nothing(index_elements=[Unit.name])
            .returning(Unit.id)
        )
        return added.first() is not None

    def change(self, unit_id: str, version: int, **columns: Any) -> bool:
        """Change columns of a unit that is still the version it was. True for exactly one caller."""
        changed = self._session.execute(
            update(Unit)
            .where(Unit.id == unit_id, Unit.version == version)
            .values(version=Unit.version + 1, updated_at=self._clock(), **columns)
            .returning(Unit.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None

    def rename(self, before: str, after: str) -> None:
        """Let everything that names a unit name it anew."""
        for column in _NAMED_BY:
            self._session.execute(
                update(column.class_)
                .where(column == before)
                .values({column.key: after})
                .execution_options(synchronize_session="fetch")
            )
