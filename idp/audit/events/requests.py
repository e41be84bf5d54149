"""Events of acts that need two people. `subject` names the application, key or account an act is about.

An event has `client_id` too where that is an application, so that its log shows it, and `citizen_id` where it is the
account of a citizen.
"""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class _OfRequest(Event):
    operator_id: str
    request_id: str
    kind: str
    subject: str
    client_id: str | None = None
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ChangeAsked(_OfRequest):
    """Somebody asked for an act that needs a second person. What would change is told member by member."""

    name: ClassVar[str] = "request.asked"

    members: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ChangeApproved(_OfRequest):
    """A second person approved an act, and it was done."""

    name: ClassVar[str] = "request.approved"


@dataclass(frozen=True, kw_only=True)
class ChangeRejected(_OfRequest):
    """A second person refused an act."""

    name: ClassVar[str] = "request.rejected"


@dataclass(frozen=True, kw_only=True)
class MoreWanted(_OfRequest):
    """A second person sent a request back: something is missing."""

    name: ClassVar[str] = "request.more_wanted"


@dataclass(frozen=True, kw_only=True)
class ChangeWithdrawn(_OfRequest):
    """Whoever asked for an act took the request back."""

    name: ClassVar[str] = "request.withdrawn"


@dataclass(frozen=True, kw_only=True)
class DecisionRefused(_OfRequest):
    """Somebody tried to decide what is not theirs to decide: `own` for what they asked for themselves."""

    name: ClassVar[str] = "request.decision_refused"

    reason: str
