"""Events of officers as a personnel directory keeps them. No number, name or title of anybody."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class OfficerAdded(Event):
    """A personnel directory says that somebody holds an office in a unit."""

    name: ClassVar[str] = "officer.added"

    officer_id: str
    unit: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfficerChanged(Event):
    """A personnel directory changed what it says of an officer: `changed` names what, and no value."""

    name: ClassVar[str] = "officer.changed"

    officer_id: str
    changed: tuple[str, ...]
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfficerLeft(Event):
    """Somebody left an office: it is told of no longer, and their sessions ended where it had been.

    `way` is `inactive`, `removed` or `moved` (to another unit). Without a citizen: there is no account yet.
    """

    name: ClassVar[str] = "officer.left"

    officer_id: str
    way: str
    applications: int
    citizen_id: str | None = None
    operator_id: str | None = None
