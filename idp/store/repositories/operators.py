"""Operators in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select, update

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Operator


class Operators:
    """Finds and changes operators' accounts."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def by_username(self, username: str) -> Operator | None:
        """The operator of that name."""
        return self._session.scalar(select(Operator).where(Operator.username == username))

    def all(self) -> Sequence[Operator]:
        """Every operator, in the order of their names."""
        return self._session.scalars(select(Operator).order_by(Operator.username)).all()

    def add(self, **columns: Any) -> bool:
        """Keep a new account. False when its name is taken; that changes nothing."""
        now = self._clock()
        added = self._session.execute(
            insert_into(self._session, Operator)
            .values(created_at=now, updated_at=now, **columns)
            .on_conflict_do_nothing(index_elements=[Operator.username])
            .returning(Operator.id)
        )
        return added.first() is not None

    def change(self, operator_id: str, **columns: Any) -> bool:
        """Change columns of an account."""
        return self._update(Operator.id == operator_id, values={**columns, "updated_at": self._clock()})

    def spend_step(self, operator_id: str, step: int) -> bool:
        """Spend the code of a time step. True for exactly one caller, and never for a step not after the last."""
        unspent = or_(Operator.totp_last_step.is_(None), Operator.totp_last_step < step)
        return self._update(Operator.id == operator_id, unspent, values={"totp_last_step": step})

    def _update(self, *which: Any, values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(Operator)
            .where(*which)
            .values(**values)
            .returning(Operator.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None
