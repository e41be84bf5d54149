"""Events of operators' accounts as the console and the desk make them, and of units.

`operator_id` is who acted, `about` the operator it was done to. Without an `operator_id` the command line acted, or
somebody who is no operator yet.
"""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class OperatorInvited(Event):
    """A link to an account of a role went out by mail. `by` is `sign_up` where a developer asked for it at the desk."""

    name: ClassVar[str] = "operator.invited"

    invitation_id: str
    role: str
    unit: str | None = None
    operator_id: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorInvitationRevoked(Event):
    """A link that was not used yet leads nowhere any more."""

    name: ClassVar[str] = "operator.invitation_revoked"

    invitation_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorEnrolled(Event):
    """Somebody followed a link and set up a second factor: a new account, or a new factor of an old one."""

    name: ClassVar[str] = "operator.enrolled"

    operator_id: str
    invitation_id: str
    role: str
    factor: str


@dataclass(frozen=True, kw_only=True)
class OperatorMoved(Event):
    """An operator has another role or unit."""

    name: ClassVar[str] = "operator.moved"

    about: str
    members: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorSuspended(Event):
    """An operator may not sign in for now; every session ended."""

    name: ClassVar[str] = "operator.suspended"

    about: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorResumed(Event):
    """A suspended operator may sign in again."""

    name: ClassVar[str] = "operator.resumed"

    about: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorAdded(Event):
    """A personnel directory made an account. Nobody can sign in to it before somebody has followed the link by mail."""

    name: ClassVar[str] = "operator.added"

    about: str
    role: str
    unit: str | None = None
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorRecordChanged(Event):
    """A personnel directory changed what it says of somebody: `changed` names what, and no value."""

    name: ClassVar[str] = "operator.record_changed"

    about: str
    changed: tuple[str, ...]
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorRemoved(Event):
    """A personnel directory removed an account: sessions and links ended, and what was personal is gone."""

    name: ClassVar[str] = "operator.removed"

    about: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorSessionsEnded(Event):
    """Every session of an operator ended."""

    name: ClassVar[str] = "operator.sessions_ended"

    about: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorFactorsRemoved(Event):
    """An operator's second factors stopped working, and a link to set up a new one went out."""

    name: ClassVar[str] = "operator.factors_removed"

    about: str
    invitation_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorFactorChanged(Event):
    """Operators changed a factor of their own: `factor` is `passkey`, `app` or `password`."""

    name: ClassVar[str] = "operator.factor_changed"

    operator_id: str
    factor: str
    change: str
    passkey_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorAddressChanged(Event):
    """An operator has another mail address: they opened the link that was sent there, or the command line set it."""

    name: ClassVar[str] = "operator.address_changed"

    about: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitAdded(Event):
    """A unit was added to the list. `by` is `client` where a registration named it."""

    name: ClassVar[str] = "unit.added"

    unit_id: str
    unit: str
    kind: str
    operator_id: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class UnitChanged(Event):
    """A unit was changed; where it has another name, so have its applications and operators."""

    name: ClassVar[str] = "unit.changed"

    unit_id: str
    members: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    operator_id: str | None = None
