"""Who may do what: one table of roles and rights, which the console, the desk and the API all ask."""

from enum import IntEnum, StrEnum
from typing import Protocol


class Role(StrEnum):
    """What an operator is. An account has one role."""

    PROVINCE_ADMINISTRATOR = "province_administrator"
    APPROVER = "approver"
    UNIT_ADMINISTRATOR = "unit_administrator"
    UNIT_DEVELOPER = "unit_developer"
    HELP_DESK = "help_desk"
    AUDITOR = "auditor"
    KEY_CUSTODIAN = "key_custodian"


class Right(StrEnum):
    """Something that may be done. Each page and each endpoint of the API needs exactly one."""

    SIGN_IN = "sign_in"
    """One's own account: every operator has it."""

    SEE_OVERVIEW = "see_overview"
    SEE_CLIENTS = "see_clients"
    DRAFT_CLIENTS = "draft_clients"
    """Make a draft, change it while nobody has approved it, give it secrets, ask for its approval."""
    CHANGE_CLIENTS = "change_clients"
    """Change an approved application; what needs approval becomes a request."""
    APPROVE_CLIENTS = "approve_clients"
    SUSPEND_CLIENTS = "suspend_clients"
    REMOVE_CLIENTS = "remove_clients"
    TRY_CLIENTS = "try_clients"
    SEE_INVITATIONS = "see_invitations"
    INVITE_CLIENTS = "invite_clients"
    """Permissions by which applications register themselves (RFC 7591)."""
    SEE_DELIVERIES = "see_deliveries"
    RETRY_DELIVERIES = "retry_deliveries"
    SEE_INCIDENTS = "see_incidents"
    SEE_CALLS = "see_calls"
    SEE_UNITS = "see_units"
    CHANGE_UNITS = "change_units"
    SEE_OPERATORS = "see_operators"
    CHANGE_OPERATORS = "change_operators"
    CHANGE_OFFICERS = "change_officers"
    """Say who holds an office, as a personnel directory does."""
    SEE_KEYS = "see_keys"
    ROTATE_KEYS = "rotate_keys"
    HELP_CITIZENS = "help_citizens"
    SUSPEND_CITIZENS = "suspend_citizens"
    SEE_AUDIT = "see_audit"
    EXPORT_PERSONAL = "export_personal"
    DECIDE = "decide"
    """Be the second person of an act that needs two."""
    SEE_BREACHES = "see_breaches"
    CHANGE_BREACHES = "change_breaches"
    SEE_BANNERS = "see_banners"
    CHANGE_BANNERS = "change_banners"
    SEE_SANDBOX = "see_sandbox"
    """An application's page at the desk, what its coach has seen and what lint finds."""
    USE_SANDBOX = "use_sandbox"


class Reach(IntEnum):
    """How far a right goes."""

    NONE = 0
    OWN = 1
    """What they made themselves."""
    UNIT = 2
    """What belongs to their unit, and what they made themselves."""
    ALL = 3


class Holder(Protocol):
    """Whoever has rights."""

    id: str
    role: str
    unit: str | None


class Owned(Protocol):
    """A thing that belongs to a unit, and was made by somebody."""

    unit: str
    made_by: str | None


_A = Reach.ALL
_U = Reach.UNIT
_O = Reach.OWN

RIGHTS: dict[Role, dict[Right, Reach]] = {
    Role.PROVINCE_ADMINISTRATOR: dict.fromkeys(Right, _A),
    Role.APPROVER: {
        Right.SIGN_IN: _A,
        Right.SEE_OVERVIEW: _A,
        Right.SEE_CLIENTS: _A,
        Right.APPROVE_CLIENTS: _A,
        Right.SUSPEND_CLIENTS: _A,
        Right.SEE_DELIVERIES: _A,
        Right.SEE_INCIDENTS: _A,
        Right.SEE_CALLS: _A,
        Right.SEE_UNITS: _A,
        Right.DECIDE: _A,
    },
    Role.UNIT_ADMINISTRATOR: {
        Right.SIGN_IN: _A,
        Right.SEE_OVERVIEW: _U,
        Right.SEE_CLIENTS: _U,
        Right.DRAFT_CLIENTS: _U,
        Right.CHANGE_CLIENTS: _U,
        Right.SUSPEND_CLIENTS: _U,
        Right.TRY_CLIENTS: _U,
        Right.SEE_DELIVERIES: _U,
        Right.RETRY_DELIVERIES: _U,
        Right.SEE_INCIDENTS: _U,
        Right.SEE_CALLS: _U,
        Right.SEE_UNITS: _U,
        Right.SEE_OPERATORS: _U,
        Right.CHANGE_OPERATORS: _U,
        Right.SEE_SANDBOX: _U,
        Right.USE_SANDBOX: _U,
    },
    Role.UNIT_DEVELOPER: {
        Right.SIGN_IN: _A,
        Right.SEE_CLIENTS: _O,
        Right.DRAFT_CLIENTS: _O,
        Right.TRY_CLIENTS: _O,
        Right.SEE_DELIVERIES: _O,
        Right.SEE_INCIDENTS: _O,
        Right.SEE_CALLS: _O,
        Right.SEE_SANDBOX: _O,
        Right.USE_SANDBOX: _O,
    },
    Role.HELP_DESK: {
        Right.SIGN_IN: _A,
        Right.SEE_INCIDENTS: _A,
        Right.HELP_CITIZENS: _A,
    },
    Role.AUDITOR: {
        Right.SIGN_IN: _A,
        Right.SEE_OVERVIEW: _A,
        Right.SEE_CLIENTS: _A,
        Right.SEE_DELIVERIES: _A,
        Right.SEE_INCIDENTS: _A,
        Right.SEE_CALLS: _A,
        Right.SEE_UNITS: _A,
        Right.SEE_OPERATORS: _A,
        Right.SEE_KEYS: _A,
        Right.SEE_AUDIT: _A,
        Right.EXPORT_PERSONAL: _A,
        Right.SEE_BREACHES: _A,
        Right.SEE_INVITATIONS: _A,
        Right.SEE_BANNERS: _A,
        Right.SEE_SANDBOX: _A,
    },
    Role.KEY_CUSTODIAN: {
        Right.SIGN_IN: _A,
        Right.SEE_KEYS: _A,
        Right.ROTATE_KEYS: _A,
        Right.DECIDE: _A,
    },
}
"""What is not here is refused."""


def reach(role: str, right: Right) -> Reach:
    """How far a right goes for a role; `NONE` for roles nobody knows."""
    try:
        return RIGHTS[Role(role)].get(right, Reach.NONE)
    except ValueError:
        return Reach.NONE


def may(holder: Holder, right: Right, thing: Owned | None = None) -> bool:
    """Whether somebody may do something.

    Args:
        holder: Who.
        right: What.
        thing: With what; without it, whether there is anything they may do it with.
    """
    how_far = reach(holder.role, right)
    if thing is None or how_far in (Reach.NONE, Reach.ALL):
        return how_far is not Reach.NONE
    is_own = thing.made_by is not None and thing.made_by == holder.id
    is_of_unit = how_far is Reach.UNIT and bool(holder.unit) and thing.unit == holder.unit
    return is_own or is_of_unit
