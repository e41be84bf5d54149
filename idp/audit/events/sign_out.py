"""Events of signing out: which applications were left, which have learned of it, and which never did."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ApplicationSignedOut(Event):
    """An application has confirmed that it ended its session."""

    name: ClassVar[str] = "sign_out.confirmed"

    citizen_id: str
    client_id: str
    session_id: str
    attempts: int


@dataclass(frozen=True, kw_only=True)
class ApplicationNotReached(Event):
    """An application was told again and again, and never confirmed. `reason` is that of the last attempt."""

    name: ClassVar[str] = "sign_out.not_confirmed"

    citizen_id: str
    client_id: str
    session_id: str
    attempts: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ApplicationLeft(Event):
    """A session is over for one application while it goes on elsewhere; `reason` says who wanted that."""

    name: ClassVar[str] = "sign_out.left"

    citizen_id: str
    client_id: str
    session_id: str
    reason: str
