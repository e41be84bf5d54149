"""What a question found out, before it becomes a coded reply."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """A code, what goes with it, and what the query log says of it."""

    code: str
    more: dict[str, Any] = field(default_factory=dict)
    about: str = ""
    """The number asked about; the log masks it."""
    ground: str = ""
    fields: tuple[str, ...] = ()
