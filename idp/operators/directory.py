"""Operators as a personnel directory keeps them: added with a link to enrol, changed, shut out, removed.

`handling.py` says who may do what. Nobody becomes a province administrator here, and none is let back in here; anybody
is shut out at once.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from idp.audit.events.operators import OperatorAdded, OperatorRecordChanged, OperatorRemoved
from idp.operators.accounts import Accounts, is_username
from idp.operators.addresses import read_address
from idp.operators.handling import TOP, Refusal, handles, handles_all, refused_post
from idp.operators.inviting import invite_to
from idp.operators.letters import ADDRESS_CHANGED
from idp.operators.parts import Parts
from idp.operators.rights import Holder
from idp.operators.roster import Roster
from idp.operators.units import tidy
from idp.store.models import Operator

LONGEST_EXTERNAL_ID = 255
_MARK = "~"
"""Stands in the names of removed accounts only: nobody can choose it."""


class NotDone(StrEnum):
    """Why nothing was done; the value is a sentence for whoever runs the directory."""

    OUT_OF_REACH = "This program may not change this operator."
    SECOND_PERSON = "A province administrator is made by two people in the console, not by a directory."
    BY_PEOPLE = "A province administrator is let back in by people in the console."
    BAD_NAME = "A user name has 1 to 64 small letters, digits, dots, hyphens or underscores."
    TAKEN_NAME = "Another operator has this user name."
    NO_ADDRESS = "An operator needs one mail address: the link to enrol goes there."
    BAD_ADDRESS = "This is no mail address."
    TAKEN_ADDRESS = "Another operator has this mail address."
    BAD_EXTERNAL_ID = f"An external identifier has 1 to {LONGEST_EXTERNAL_ID} characters."
    TAKEN_EXTERNAL_ID = "Another operator has this external identifier."
    BAD_ROLE = "There is no such role, or this program may not give it."
    BAD_UNIT = "There is no such unit, or this program may not put anybody into it."
    LAST_ADMINISTRATOR = "This is the last province administrator: somebody else has to become one first."
    OVERTAKEN = "The operator was changed meanwhile: read it again."


_OF_POSTS = {
    Refusal.NOT_YOURS: NotDone.OUT_OF_REACH,
    Refusal.SECOND_PERSON: NotDone.SECOND_PERSON,
    Refusal.BAD_ROLE: NotDone.BAD_ROLE,
    Refusal.BAD_UNIT: NotDone.BAD_UNIT,
    Refusal.LAST_ADMINISTRATOR: NotDone.LAST_ADMINISTRATOR,
}


@dataclass(frozen=True)
class Entry:
    """What a directory says of somebody.

    Args:
        username: What they sign in with.
        address: Where their mail goes.
        role: Their role.
        unit: The name of their unit.
        external_id: What the directory calls them.
        language: Of mail to them.
        is_active: Whether they may sign in.
    """

    username: str
    address: str | None
    role: str
    unit: str | None = None
    external_id: str | None = None
    language: str = "vi"
    is_active: bool = True


class PersonnelDirectory:
    """Keeps operators as a directory says, for a program that may handle them.

    Args:
        parts: What it is made of.
        accounts: Shuts people out.
        roster: Moves people, and lets them back in.
    """

    def __init__(self, parts: Parts, accounts: Accounts, roster: Roster) -> None:
        self._parts = parts
        self._operators = parts.operators
        self._accounts = accounts
        self._roster = roster

    def seen_by(self, holder: Holder) -> Sequence[Operator]:
        """The operators a program may see, in the order of their names."""
        return self._roster.seen_by(holder)

    def find(self, holder: Holder, operator_id: str) -> Operator | None:
        """An operator a program may see."""
        return self._roster.find(holder, operator_id)

    def entry(self, operator: Operator) -> Entry:
        """What is kept of an operator."""
        return Entry(
            username=operator.username,
            address=self._parts.addresses.of(operator),
            role=operator.role,
            unit=operator.unit,
            external_id=operator.external_id,
            language=operator.locale,
            is_active=operator.is_active,
        )

    def index(self, address: str) -> str | None:
        """The blind index of a mail address; None for what is none."""
        read = read_address(address)
        return self._parts.addresses.index(read) if read else None

    def add(self, holder: Holder, entry: Entry) -> Operator | NotDone:
        """Make an account that nobody can sign in to yet, and send the link to enrol, if it is active."""
        if refusal := self._post(holder, entry.role, tidy(entry.unit or "")):
            return refusal
        columns = self._names(_tidied(entry), None)
        if isinstance(columns, NotDone):
            return columns
        operator_id = str(uuid.uuid4())
        added = self._operators.add(
            id=operator_id,
            role=entry.role,
            unit=tidy(entry.unit or "") or None,
            state="active" if entry.is_active else "suspended",
            password_hash="",
            **columns,
        )
        operator = self._operators.find(operator_id)
        if not added or operator is None:
            return NotDone.TAKEN_NAME
        told = OperatorAdded(about=operator.id, role=operator.role, unit=operator.unit, operator_id=holder.id)
        self._parts.audit.record(told)
        if entry.is_active:
            invite_to(self._parts, operator, holder.id)
        return operator

    def change(self, holder: Holder, operator: Operator, entry: Entry) -> NotDone | None:
        """Make an operator what a directory says. Something may be done when it is refused: roll back."""
        if not handles(holder, operator):
            return NotDone.OUT_OF_REACH
        leaves = operator.is_active and not entry.is_active
        if leaves:
            self._accounts.deactivate(operator.id, by=holder.id)
        was_waiting = operator.is_active and not operator.is_enrolled
        address = self._parts.addresses.of(operator)
        refusal = self._rename(holder, operator, entry) or self._move(holder, operator, entry)
        if refusal is not None:
            return refusal
        if entry.is_active and not operator.is_active:
            return self.let_back_in(holder, operator)
        if was_waiting and self._parts.addresses.of(operator) != address:
            invite_to(self._parts, operator, holder.id)
        return None

    def remove(self, holder: Holder, operator: Operator) -> NotDone | None:
        """Shut somebody out for good: what was personal is gone, and their name is free again."""
        if not handles(holder, operator):
            return NotDone.OUT_OF_REACH
        self._accounts.deactivate(operator.id, by=holder.id)
        self._parts.links.end_all_of(operator.id)
        self._operators.forget_passkeys(operator.id)
        self._operators.change(
            operator.id,
            state="removed",
            username=f"{operator.username[:55]}{_MARK}{operator.id[:8]}",
            **dict.fromkeys(("unit", "external_id", "email_sealed", "email_digest", "totp_sealed")),
            totp_last_step=None,
            password_hash="",
        )
        self._parts.audit.record(OperatorRemoved(about=operator.id, operator_id=holder.id))
        return None

    def let_back_in(self, holder: Holder, operator: Operator) -> NotDone | None:
        """Let somebody in again; who has not enrolled yet gets another link."""
        if not handles(holder, operator):
            return NotDone.OUT_OF_REACH
        if operator.role == TOP and not operator.is_active:
            return NotDone.BY_PEOPLE
        was_out = not operator.is_active
        self._roster.resume(holder, operator)
        if was_out and not operator.is_enrolled:
            invite_to(self._parts, operator, holder.id)
        return None

    def invite(self, holder: Holder, operator: Operator) -> Refusal | None:
        """Send the link again to an account that nobody has enrolled yet."""
        if not handles(holder, operator):
            return Refusal.NOT_YOURS
        return invite_to(self._parts, operator, holder.id)

    def _rename(self, holder: Holder, operator: Operator, entry: Entry) -> NotDone | None:
        before, after = self.entry(operator), _tidied(entry)
        names = ("username", "address", "external_id", "language")
        changed = tuple(name for name in names if getattr(before, name) != getattr(after, name))
        if not changed:
            return None
        columns = self._names(after, operator)
        if isinstance(columns, NotDone):
            return columns
        if "address" in changed and operator.is_enrolled:
            self._parts.notices.send(operator, ADDRESS_CHANGED, username=operator.username)
        if not self._operators.rename(operator.id, operator.version, **columns):
            return NotDone.OVERTAKEN
        told = OperatorRecordChanged(about=operator.id, changed=changed, operator_id=holder.id)
        self._parts.audit.record(told)
        return None

    def _move(self, holder: Holder, operator: Operator, entry: Entry) -> NotDone | None:
        if entry.role == operator.role and tidy(entry.unit or "") == (operator.unit or ""):
            return None
        refusal = self._roster.move(holder, operator, entry.role, entry.unit or "", operator.version)
        return None if refusal is None else _OF_POSTS.get(refusal, NotDone.OVERTAKEN)

    def _post(self, holder: Holder, role: str, unit: str) -> NotDone | None:
        if role == TOP:
            return NotDone.SECOND_PERSON if handles_all(holder) else NotDone.BAD_ROLE
        refusal = refused_post(holder, role, unit, self._parts.units.names())
        return None if refusal is None else _OF_POSTS.get(refusal, NotDone.OUT_OF_REACH)

    def _names(self, entry: Entry, operator: Operator | None) -> dict[str, object] | NotDone:
        """The columns of what tells accounts apart, or why they cannot be."""
        own = operator.id if operator else None
        address = read_address(entry.address or "")
        if not is_username(entry.username):
            return NotDone.BAD_NAME
        if not entry.address:
            return NotDone.NO_ADDRESS
        if address is None:
            return NotDone.BAD_ADDRESS
        if entry.external_id is not None and not 1 <= len(entry.external_id) <= LONGEST_EXTERNAL_ID:
            return NotDone.BAD_EXTERNAL_ID
        found = {
            NotDone.TAKEN_NAME: self._operators.by_username(entry.username),
            NotDone.TAKEN_ADDRESS: self._operators.by_address(self._parts.addresses.index(address)),
            NotDone.TAKEN_EXTERNAL_ID: self._operators.by_external_id(entry.external_id)
            if entry.external_id
            else None,
        }
        for refusal, other in found.items():
            if other is not None and other.id != own:
                return refusal
        return {
            "username": entry.username,
            "external_id": entry.external_id,
            "locale": entry.language,
            **self._parts.addresses.columns(address),
        }


def _tidied(entry: Entry) -> Entry:
    address = read_address(entry.address or "") or entry.address
    return replace(entry, username=entry.username.strip().lower(), address=address)
