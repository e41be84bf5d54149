"""Events of the audit log about itself."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Event):
    """Where the chains stood: `writer:sequence:digest` for each that grew since the checkpoint before."""

    name: ClassVar[str] = "audit.checkpoint"

    heads: tuple[str, ...]
