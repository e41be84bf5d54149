"""What opens an account: the columns of a citizen that hold logins, the password and the second factor."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, update
from sqlalchemy.exc import IntegrityError

from idp.clock import Clock
from idp.store.db import DatabaseSession, end_reading
from idp.store.models import Citizen
from idp.store.models.base import table_of

_CITIZENS = table_of(Citizen)
_OWNER = select(Citizen).where(
    or_(
        Citizen.phone_index == bindparam("index"),
        Citizen.email_index == bindparam("index"),
        Citizen.number_index == bindparam("index"),
    )
)
"""Made once, as is the next: to make a statement takes longer than to run it."""
_SPEND_STEP = (
    update(_CITIZENS)
    .where(
        _CITIZENS.c.id == bindparam("whose"),
        _CITIZENS.c.totp_sealed.is_not(None),
        or_(_CITIZENS.c.totp_last_step.is_(None), _CITIZENS.c.totp_last_step < bindparam("step")),
    )
    .values(totp_last_step=bindparam("step"))
    .returning(_CITIZENS.c.id)
)


class Credentials:
    """Finds an account by a login, and changes what opens it."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def owner_of(self, index: str) -> Citizen | None:
        """The citizen whose phone, e-mail or identity number has this blind index."""
        return self._session.scalar(_OWNER, {"index": index})

    def end_reading(self) -> None:
        """Hold no connection while a hash is waited for. Nothing may have been written so far."""
        end_reading(self._session)

    def find(self, citizen_id: str) -> Citizen | None:
        """A citizen by id."""
        return self._session.get(Citizen, citizen_id)

    def spend_step(self, citizen_id: str, step: int) -> bool:
        """Spend the code of a time step. True for exactly one caller, and never for a step not after the last."""
        spent = self._session.connection().execute(_SPEND_STEP, {"whose": citizen_id, "step": step})
        return spent.first() is not None

    def replace_password(
        self, citizen_id: str, former: str | None, password_hash: str, *, rehash: bool
    ) -> bool:
        """Keep another password hash, unless the former was replaced in the meantime.

        Args:
            citizen_id: Whose.
            former: The hash that is to be replaced.
            password_hash: The new one.
            rehash: The password is the same, only its hash is stronger: the day it was chosen stays.
        """
        stamp: dict[str, Any] = {} if rehash else {"password_changed_at": self._clock()}
        replaced = self._session.execute(
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.password_hash == former)
            .values(password_hash=password_hash, **stamp)
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        return replaced.scalar() is not None

    def remove_totp(self, citizen_id: str) -> bool:
        """Take the authenticator app out of force, if another second factor stays."""
        return self._change(citizen_id, Citizen.sms_factor.is_(True), totp_sealed=None, totp_last_step=None)

    def remove_sms(self, citizen_id: str) -> bool:
        """Take codes by SMS out of force, if another second factor stays."""
        return self._change(citizen_id, Citizen.totp_sealed.is_not(None), sms_factor=False)

    def change(self, citizen_id: str, **columns: Any) -> bool:
        """Change columns of an active account."""
        return self._change(citizen_id, **columns)

    def move(self, citizen_id: str, from_state: str, to_state: str) -> bool:
        """Move an account to another state. True for exactly one caller."""
        moved = self._session.execute(
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.state == from_state)
            .values(state=to_state, updated_at=self._clock())
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        return moved.scalar() is not None

    def take_contact(self, citizen_id: str, kind: str, index: str, sealed: bytes) -> bool:
        """Give an account a contact. False when another account has it.

        Args:
            citizen_id: Whose it becomes.
            kind: `phone` or `email`.
            index: Its blind index.
            sealed: The contact.
        """
        columns = {f"{kind}_index": index, f"{kind}_sealed": sealed}
        try:
            with self._session.begin_nested():
                return self._change(citizen_id, **columns)
        except IntegrityError:
            return False

    def erase(self, citizen_id: str) -> bool:
        """Close an account and erase everything in it that identifies or lets in a person."""
        personal = (
            "phone_index",
            "phone_sealed",
            "email_index",
            "email_sealed",
            "number_index",
            "identity_sealed",
        )
        secret = ("password_hash", "totp_sealed", "totp_last_step")
        emptied = dict.fromkeys((*personal, *secret), None)
        return self._change(citizen_id, state="closed", sms_factor=False, **emptied)

    def _change(self, citizen_id: str, *only_if: ColumnElement[bool], **columns: Any) -> bool:
        changed = self._session.execute(
            update(Citizen)
            .where(Citizen.id == citizen_id, Citizen.state == "active", *only_if)
            .values(updated_at=self._clock(), **columns)
            .returning(Citizen.id)
            .execution_options(synchronize_session="fetch")
        )
        return changed.scalar() is not None
