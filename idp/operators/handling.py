"""Which operators somebody may see and handle, and which roles and units they may give.

A unit's administrator handles the developers and administrators of their own unit.
"""

from collections.abc import Sequence
from enum import StrEnum

from idp.operators.rights import Holder, Reach, Right, Role, reach
from idp.store.models import Operator

OF_A_UNIT = (Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER)
"""The roles a unit's administrator gives and takes."""

TOP = Role.PROVINCE_ADMINISTRATOR
"""The role nobody gives without a second person, and of which one active account is always left."""


class Refusal(StrEnum):
    """Why nothing was done."""

    NOT_YOURS = "not_yours"
    """Out of this operator's reach, or their own account."""
    LAST_ADMINISTRATOR = "last_administrator"
    SECOND_PERSON = "second_person"
    """It has to be asked for, and somebody else decides."""
    BAD_ADDRESS = "bad_address"
    TAKEN = "taken"
    BAD_ROLE = "bad_role"
    BAD_UNIT = "bad_unit"
    OVERTAKEN = "overtaken"
    NO_ADDRESS = "no_address"


def sees(holder: Holder, operator: Operator) -> bool:
    """Whether somebody may see an operator."""
    return not operator.is_removed and within(holder, Right.SEE_OPERATORS, operator.unit)


def handles(holder: Holder, operator: Operator) -> bool:
    """Whether somebody may change an operator. One's own account is changed elsewhere, and by oneself."""
    if (
        holder.id == operator.id
        or operator.is_removed
        or not within(holder, Right.CHANGE_OPERATORS, operator.unit)
    ):
        return False
    return handles_all(holder) or operator.role in OF_A_UNIT


def handles_all(holder: Holder) -> bool:
    """Whether somebody may change operators of every unit."""
    return reach(holder.role, Right.CHANGE_OPERATORS) is Reach.ALL


def within(holder: Holder, right: Right, unit: str | None) -> bool:
    """Whether a right goes as far as a unit."""
    how_far = reach(holder.role, right)
    return how_far is Reach.ALL or (how_far is Reach.UNIT and bool(holder.unit) and unit == holder.unit)


def roles_for(holder: Holder) -> tuple[Role, ...]:
    """The roles somebody may give by themselves."""
    return tuple(role for role in Role if role is not TOP) if handles_all(holder) else OF_A_UNIT


def refused_post(holder: Holder, role: str, unit: str, units: Sequence[str]) -> Refusal | None:
    """What speaks against somebody giving a role in a unit.

    Args:
        holder: Who gives it.
        role: As it was sent.
        unit: The name of a unit; empty for none.
        units: The units there are.
    """
    if reach(holder.role, Right.CHANGE_OPERATORS) is Reach.NONE:
        return Refusal.NOT_YOURS
    if role == TOP and handles_all(holder):
        return Refusal.SECOND_PERSON
    if role not in roles_for(holder):
        return Refusal.BAD_ROLE
    known = units if handles_all(holder) else [holder.unit]
    if not unit:
        return Refusal.BAD_UNIT if role == Role.UNIT_ADMINISTRATOR or not handles_all(holder) else None
    return None if unit in known else Refusal.BAD_UNIT


def matching(operators: Sequence[Operator], typed: str, index: str | None) -> list[Operator]:
    """Operators whose name holds what was typed, or whose mail address is exactly that.

    Args:
        operators: Those to look at.
        typed: What was typed; nothing matches everybody.
        index: The blind index of what was typed, if it is an address.
    """
    text = typed.strip().lower()
    return [
        each
        for each in operators
        if text in each.username or (index is not None and each.email_digest == index)
    ]
