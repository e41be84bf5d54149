"""Events of dynamic registration: permissions for it. What applications register is told in `admin.py`."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class InvitationIssued(Event):
    """Somebody may register applications: how many, until when (Unix time), and what they may ask for."""

    name: ClassVar[str] = "client.invitation_issued"

    invitation_id: str
    uses: int
    until: int
    scopes: tuple[str, ...]
    profiles: tuple[str, ...]
    grant_types: tuple[str, ...]
    redirect_hosts: tuple[str, ...]
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class InvitationRevoked(Event):
    """A permission to register applications ended before its time."""

    name: ClassVar[str] = "client.invitation_revoked"

    invitation_id: str
    operator_id: str | None = None
