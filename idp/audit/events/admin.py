"""Events of administration: registrations of applications, and the operators themselves.

`operator_id` is who acted; `by` is `client` where an application did so itself (RFC 7591, RFC 7592); without either,
the command line did. What changed is told member by member: `before`
and `after` hold one JSON text for each of `members`, and members that name people are only counted.
"""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ClientRegistered(Event):
    """An application was registered and is live."""

    name: ClassVar[str] = "client.registered"

    client_id: str
    members: tuple[str, ...]
    after: tuple[str, ...]
    operator_id: str | None = None
    by: str | None = None
    invitation_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientChanged(Event):
    """A registration was changed."""

    name: ClassVar[str] = "client.changed"

    client_id: str
    members: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    operator_id: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientMembersRefused(Event):
    """Members of a registration were refused that nobody sends by accident: `rules` says why, `named` which."""

    name: ClassVar[str] = "client.members_refused"

    operator_id: str
    rules: tuple[str, ...]
    named: tuple[str, ...]
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class MembersRefused(Event):
    """The same of anything that is no registration: `what` is the list it belongs to, as addresses name it."""

    name: ClassVar[str] = "operator.members_refused"

    operator_id: str
    what: str
    rules: tuple[str, ...]
    named: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ClientSuspended(Event):
    """An application may not be used for now. `for_unit` is whose that is to undo, where it was done for one unit."""

    name: ClassVar[str] = "client.suspended"

    client_id: str
    members: tuple[str, ...] = ("state",)
    before: tuple[str, ...] = ('"live"',)
    after: tuple[str, ...] = ('"suspended"',)
    operator_id: str | None = None
    for_unit: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientResumed(Event):
    """A suspended application may be used again."""

    name: ClassVar[str] = "client.resumed"

    client_id: str
    members: tuple[str, ...] = ("state",)
    before: tuple[str, ...] = ('"suspended"',)
    after: tuple[str, ...] = ('"live"',)
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientStateChanged(Event):
    """An application went on in its life, or back: from draft to live, or out of use for good."""

    name: ClassVar[str] = "client.state_changed"

    client_id: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    members: tuple[str, ...] = ("state",)
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientRemoved(Event):
    """A registration was removed, with everything citizens had let the application have."""

    name: ClassVar[str] = "client.removed"

    client_id: str
    members: tuple[str, ...]
    before: tuple[str, ...]
    operator_id: str | None = None
    by: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientSecretAdded(Event):
    """An application got a new secret; the older ones end after `overlap_seconds`."""

    name: ClassVar[str] = "client.secret_added"

    client_id: str
    secret_id: str
    overlap_seconds: int
    ending: tuple[str, ...] = ()
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClientSecretRevoked(Event):
    """A secret of an application ended at once."""

    name: ClassVar[str] = "client.secret_revoked"

    client_id: str
    secret_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class LogoutDeliveryRetried(Event):
    """An operator had an application told once more of a session that is over, after that was given up."""

    name: ClassVar[str] = "client.delivery_retried"

    client_id: str
    session_id: str
    delivery_id: str
    operator_id: str


@dataclass(frozen=True, kw_only=True)
class TrialStarted(Event):
    """An operator tries an application: a real sign-in whose answer comes to the console."""

    name: ClassVar[str] = "client.trial_started"

    client_id: str
    operator_id: str


@dataclass(frozen=True, kw_only=True)
class TrialFinished(Event):
    """The answer of a trial came. `outcome` is `done` or an error code; claims by name only."""

    name: ClassVar[str] = "client.trial_finished"

    client_id: str
    operator_id: str
    outcome: str
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OperatorCreated(Event):
    """The host's command line made an operator account."""

    name: ClassVar[str] = "operator.created"

    operator_id: str
    role: str


@dataclass(frozen=True, kw_only=True)
class OperatorCredentialsReset(Event):
    """The host's command line gave an operator a new second factor, or a new password; sessions ended."""

    name: ClassVar[str] = "operator.credentials_reset"

    operator_id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class OperatorStateChanged(Event):
    """The host's command line suspended an operator, or let them back in."""

    name: ClassVar[str] = "operator.state_changed"

    operator_id: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class OperatorSignedIn(Event):
    """An operator entered the console."""

    name: ClassVar[str] = "operator.signed_in"

    operator_id: str
    session_id: str


@dataclass(frozen=True, kw_only=True)
class OperatorRefused(Event):
    """Somebody did not get into the console, or did not confirm a dangerous act. Without an operator: nobody."""

    name: ClassVar[str] = "operator.refused"

    reason: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OperatorConfirmed(Event):
    """An operator showed password and code again before a dangerous act."""

    name: ClassVar[str] = "operator.confirmed"

    operator_id: str
    session_id: str


@dataclass(frozen=True, kw_only=True)
class OperatorSignedOut(Event):
    """An operator left the console."""

    name: ClassVar[str] = "operator.signed_out"

    operator_id: str
    session_id: str


@dataclass(frozen=True, kw_only=True)
class OperatorDenied(Event):
    """An operator asked for something they have no right to. `client_id` and `about` say what it was about."""

    name: ClassVar[str] = "operator.denied"

    operator_id: str
    right: str
    client_id: str | None = None
    about: str | None = None
