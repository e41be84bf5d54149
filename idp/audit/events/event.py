"""What every audit event has in common."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

SUBJECTS = ("citizen_id", "client_id", "operator_id")
"""Fields that say whom an event is about; each has a column of its own in the log."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened.

    Subclasses set `name` (`area.what_happened`) and add fields that hold identifiers, numbers, truth values or
    names of things: never a name, number, address or secret of a person.
    """

    name: ClassVar[str] = ""

    def subjects(self) -> dict[str, str]:
        """Whom the event is about."""
        return {key: value for key in SUBJECTS if (value := getattr(self, key, None)) is not None}

    def details(self) -> dict[str, Any]:
        """The other fields, as JSON holds them."""
        return {
            field.name: list(value) if isinstance(value, tuple) else value
            for field in fields(self)
            if field.name not in SUBJECTS and (value := getattr(self, field.name)) is not None
        }
