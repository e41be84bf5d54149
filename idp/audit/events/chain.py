"""Events of the audit log about itself."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Event):
    """Where the chains stood: `writer:sequence:digest` for each that grew since the checkpoint before."""

    name: ClassVar[str] = "audit.checkpoint"

    heads: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RecordsDropped(Event):
    """What is left of records whose time was over: `writer:first:last:digest` for each stretch of a chain.

    `until` is the moment before which they were written, `records` how many of them this event tells about.
    """

    name: ClassVar[str] = "audit.records_dropped"

    until: str
    records: int
    stretches: tuple[str, ...]
