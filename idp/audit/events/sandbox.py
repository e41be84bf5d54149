"""Events of the sandbox: no citizen is in any of them, only invented people."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class TestPersonSignedIn(Event):
    """Somebody signed in as an invented person."""

    __test__ = False
    name: ClassVar[str] = "sandbox.signed_in"

    citizen_id: str
    session_id: str
    level: int
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class FaultsSwitched(Event):
    """A developer switched faults on, or off, for one application."""

    name: ClassVar[str] = "sandbox.faults_switched"

    client_id: str
    operator_id: str
    faults: tuple[str, ...]
    until: str | None = None
