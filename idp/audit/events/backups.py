"""Events about copies of the database: one was taken, one took its place."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class BackupTaken(Event):
    """The host's command line took a copy of everything. `seal` is that of its manifest."""

    name: ClassVar[str] = "backup.taken"

    seal: str


@dataclass(frozen=True, kw_only=True)
class BackupRestored(Event):
    """The database is one of before: what happened after `taken_at` is not in it, and this log neither.

    Everything that may have been used since was ended; the numbers say how much that was. Without `taken_at` the
    database was put back by other means, and the host's command line said so.
    """

    name: ClassVar[str] = "backup.restored"

    authorizations: int
    sessions: int
    operator_sessions: int
    requests: int
    codes: int
    recovery_codes: int
    links: int
    letters: int
    taken_at: str | None = None
    seal: str | None = None
