"""Operators in the database."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Operator, OperatorPasskey


class Operators:
    """Finds and changes operators' accounts."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def find(self, operator_id: str) -> Operator | None:
        """An operator by their identifier."""
        return self._session.get(Operator, operator_id)

    def by_username(self, username: str) -> Operator | None:
        """The operator of that name."""
        return self._session.scalar(select(Operator).where(Operator.username == username))

    def by_address(self, email_digest: str) -> Operator | None:
        """The operator with a mail address, by its blind index."""
        return self._session.scalar(select(Operator).where(Operator.email_digest == email_digest))

    def by_external_id(self, external_id: str) -> Operator | None:
        """The operator a personnel directory calls so."""
        return self._session.scalar(select(Operator).where(Operator.external_id == external_id))

    def all(self) -> Sequence[Operator]:
        """Every operator, in the order of their names."""
        return self._session.scalars(select(Operator).order_by(Operator.username)).all()

    def active(self, role: str, unit: str | None = None) -> Sequence[Operator]:
        """Those of a role who may sign in; of one unit, if it is given."""
        found = select(Operator).where(Operator.role == role, Operator.state == "active")
        if unit is not None:
            found = found.where(Operator.unit == unit)
        return self._session.scalars(found.order_by(Operator.username)).all()

    def add(self, **columns: Any) -> bool:
        """Keep a new account. False when its name or mail address is taken; that changes nothing."""
        now = self._clock()
        added = self._session.execute(
            insert_into(self._session, Operator)
            .values(created_at=now, updated_at=now, **columns)
            .on_conflict_do_nothing()
            .returning(Operator.id)
        )
        return added.first() is not None

    def change(self, operator_id: str, **columns: Any) -> bool:
        """Change columns of an account."""
        return self._update(Operator.id == operator_id, values=self._stamped(columns))

    def change_version(self, operator_id: str, version: int, **columns: Any) -> bool:
        """Change columns of an account that is still the version it was. True for exactly one caller."""
        return self._update(
            Operator.id == operator_id, Operator.version == version, values=self._stamped(columns)
        )

    def rename(self, operator_id: str, version: int, **columns: Any) -> bool:
        """Change what tells accounts apart. False when it is taken, or the account is another version by now."""
        try:
            with self._session.begin_nested():
                return self.change_version(operator_id, version, **columns)
        except IntegrityError:
            return False

    def weaken(self, operator_id: str, needed: str, version: int | None = None, **columns: Any) -> bool:
        """Take its powers from an active account, unless it is the last one of a role that there must be.

        Args:
            operator_id: Whose.
            needed: The role of which one active account has to be left.
            version: The version it is done to; any if left out.
            columns: What changes.
        """
        # The rows are held first: two who weaken each other at the same moment must not both succeed.
        powerful = (Operator.role == needed) & (Operator.state == "active")
        self._session.execute(select(Operator.id).where(powerful).order_by(Operator.id).with_for_update())
        other = aliased(Operator)
        another = exists().where(other.role == needed, other.state == "active", other.id != operator_id)
        which = [Operator.id == operator_id, or_(~powerful, another)]
        if version is not None:
            which.append(Operator.version == version)
        return self._update(*which, values=self._stamped(columns))

    def hold(self, operator_id: str) -> None:
        """Keep others from changing an account's factors until the transaction ends."""
        self._session.execute(select(Operator.id).where(Operator.id == operator_id).with_for_update())

    def remove_app(self, operator_id: str) -> bool:
        """Forget the authenticator app of an operator who has a passkey. False when it is the last factor."""
        has_passkey = exists().where(OperatorPasskey.operator_id == operator_id)
        return self._update(
            Operator.id == operator_id,
            Operator.totp_sealed.is_not(None),
            has_passkey,
            values=self._stamped({"totp_sealed": None, "totp_last_step": None}),
        )

    def forget_passkeys(self, operator_id: str) -> None:
        """Forget every passkey of an operator."""
        self._session.execute(
            delete(OperatorPasskey)
            .where(OperatorPasskey.operator_id == operator_id)
            .execution_options(synchronize_session="fetch")
        )

    def spend_step(self, operator_id: str, step: int) -> bool:
        """Spend the code of a time step. True for exactly one caller, and never for a step not after the last."""
        unspent = or_(Operator.totp_last_step.is_(None), Operator.totp_last_step < step)
        return self._update(Operator.id == operator_id, unspent, values={"totp_last_step": step})

    def _stamped(self, columns: dict[str, Any]) -> dict[str, Any]:
        return {**columns, "version": Operator.version + 1, "updated_at": self._clock()}

    def _update(self, *which: Any, values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(Operator)
            .where(*which)
            .values(**values)
            .returning(Operator.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None
