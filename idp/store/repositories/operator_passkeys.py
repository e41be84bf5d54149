"""Passkeys of operators, and the challenges they answer, in the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import aliased

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import Operator, OperatorPasskey, PasskeyChallenge


class OperatorPasskeys:
    """Finds, adds and removes passkeys."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def of(self, operator_id: str) -> Sequence[OperatorPasskey]:
        """Every passkey of an operator, the oldest first."""
        found = select(OperatorPasskey).where(OperatorPasskey.operator_id == operator_id)
        return self._session.scalars(found.order_by(OperatorPasskey.created_at, OperatorPasskey.id)).all()

    def holders(self) -> set[str]:
        """Operators who have a passkey."""
        return set(self._session.scalars(select(OperatorPasskey.operator_id).distinct()))

    def by_digest(self, digest: str) -> OperatorPasskey | None:
        """The passkey that its authenticator calls so."""
        return self._session.scalar(select(OperatorPasskey).where(OperatorPasskey.digest == digest))

    def add(self, **columns: Any) -> bool:
        """Keep a new one. False when it is known already; that changes nothing."""
        added = self._session.execute(
            insert_into(self._session, OperatorPasskey)
            .values(created_at=self._clock(), **columns)
            .on_conflict_do_nothing(index_elements=[OperatorPasskey.digest])
            .returning(OperatorPasskey.id)
        )
        return added.first() is not None

    def used(self, passkey_id: str, before: int, now: int) -> bool:
        """Note a use: how often it had signed, and has now. False when another use came in between."""
        return self._update(
            OperatorPasskey.id == passkey_id,
            OperatorPasskey.sign_count == before,
            values={"sign_count": now, "last_used_at": self._clock()},
        )

    def rename(self, operator_id: str, passkey_id: str, name: str) -> bool:
        """Call an operator's passkey something else."""
        return self._update(
            OperatorPasskey.id == passkey_id,
            OperatorPasskey.operator_id == operator_id,
            values={"name": name},
        )

    def remove(self, operator_id: str, passkey_id: str) -> bool:
        """Remove an operator's passkey, unless it is their last factor."""
        other = aliased(OperatorPasskey)
        another = exists().where(other.operator_id == operator_id, other.id != passkey_id)
        app = exists().where(Operator.id == operator_id, Operator.totp_sealed.is_not(None))
        removed = self._session.execute(
            delete(OperatorPasskey)
            .where(
                OperatorPasskey.id == passkey_id,
                OperatorPasskey.operator_id == operator_id,
                another | app,
            )
            .returning(OperatorPasskey.id)
            .execution_options(synchronize_session="fetch")
        )
        return removed.first() is not None

    def _update(self, *which: Any, values: dict[str, Any]) -> bool:
        changed = self._session.execute(
            update(OperatorPasskey)
            .where(*which)
            .values(**values)
            .returning(OperatorPasskey.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.first() is not None


class PasskeyChallenges:
    """Keeps challenges until they are answered."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, digest: str, purpose: str, operator_id: str | None, expires_at: datetime) -> None:
        """Keep a new one. One INSERT."""
        self._session.execute(
            insert(PasskeyChallenge).values(
                digest=digest, purpose=purpose, operator_id=operator_id, expires_at=expires_at
            )
        )

    def spend(self, digest: str, purpose: str, operator_id: str | None) -> bool:
        """Take a challenge that was made for this. True for exactly one caller."""
        whose = (
            PasskeyChallenge.operator_id.is_(None)
            if operator_id is None
            else PasskeyChallenge.operator_id == operator_id
        )
        spent = self._session.execute(
            delete(PasskeyChallenge)
            .where(
                PasskeyChallenge.digest == digest,
                PasskeyChallenge.purpose == purpose,
                PasskeyChallenge.expires_at > self._clock(),
                whose,
            )
            .returning(PasskeyChallenge.digest)
            .execution_options(synchronize_session=False)
        )
        return spent.first() is not None
