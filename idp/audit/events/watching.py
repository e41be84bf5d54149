"""Events of those who watch: who read the audit log and took copies of it, breaches of data, banners.

Without `operator_id` the command line acted.
"""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class AuditSearched(Event):
    """Somebody looked for events. `by` names what they asked by, never what they typed.

    With a `citizen_id` it was about that person; `found` is False where nobody has the number, phone or address.
    """

    name: ClassVar[str] = "audit.searched"

    by: tuple[str, ...]
    found: bool = True
    citizen_id: str | None = None
    client_id: str | None = None
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuditExported(Event):
    """Somebody took a copy of the log. `form` is `jsonl` or `csv`, `by` names the filters.

    `request_id` is that of the act of two people, where it needed them.
    """

    name: ClassVar[str] = "audit.exported"

    form: str
    by: tuple[str, ...]
    citizen_id: str | None = None
    client_id: str | None = None
    operator_id: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ListExported(Event):
    """Somebody took a list of the console as a table. `what` names it."""

    name: ClassVar[str] = "audit.list_exported"

    what: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuditCheckAsked(Event):
    """Somebody had the whole log checked."""

    name: ClassVar[str] = "audit.check_asked"

    check_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AuditChecked(Event):
    """A check of the whole log is done: how much was looked at, and in how many places it was wrong."""

    name: ClassVar[str] = "audit.checked"

    check_id: str
    records: int
    chains: int
    checkpoints: int
    faults: int


@dataclass(frozen=True, kw_only=True)
class BreachOpened(Event):
    """A breach of personal data is known; its clock runs from `known_at` (Unix time)."""

    name: ClassVar[str] = "breach.opened"

    breach_id: str
    known_at: int
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachChanged(Event):
    """What is said to be affected by a breach was changed. `members` names what."""

    name: ClassVar[str] = "breach.changed"

    breach_id: str
    members: tuple[str, ...]
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachCounted(Event):
    """The log was asked whom a breach affects."""

    name: ClassVar[str] = "breach.counted"

    breach_id: str
    people: int
    applications: int
    events: int
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachListExported(Event):
    """Somebody took the list of those a breach affects. `request_id` is that of the act of two people."""

    name: ClassVar[str] = "breach.list_exported"

    breach_id: str
    operator_id: str | None = None
    request_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachNoted(Event):
    """Something was written into the file of a breach."""

    name: ClassVar[str] = "breach.noted"

    breach_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachReported(Event):
    """The authority has been told of a breach."""

    name: ClassVar[str] = "breach.reported"

    breach_id: str
    in_time: bool
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BreachClosed(Event):
    """The file of a breach was closed."""

    name: ClassVar[str] = "breach.closed"

    breach_id: str
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BannerAdded(Event):
    """An announcement will be on every page from one moment to another (Unix time)."""

    name: ClassVar[str] = "banner.added"

    banner_id: str
    kind: str
    starts_at: int
    ends_at: int
    operator_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BannerWithdrawn(Event):
    """An announcement was taken down before its end."""

    name: ClassVar[str] = "banner.withdrawn"

    banner_id: str
    operator_id: str | None = None
