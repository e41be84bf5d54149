"""Events about signing keys."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class SigningKeyRotated(Event):
    """Another key signs from now on."""

    name: ClassVar[str] = "keys.rotated"

    algorithm: str
    kid: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SigningKeyRevoked(Event):
    """A key is destroyed: it signs nothing more, and nothing that it signed is good any more."""

    name: ClassVar[str] = "keys.revoked"

    algorithm: str
    kid: str
    state: str
    operator_id: str | None = None
