"""What may come of registering an application and of changing its registration."""

from dataclasses import dataclass

from idp.relying_parties.faults import Fault
from idp.store.models import Client


@dataclass(frozen=True)
class Registered:
    """It is kept. `secret` is in clear, for the one time it is shown; None where it has none."""

    client: Client
    secret: str | None


@dataclass(frozen=True)
class Changed:
    """The change is there. `secret` is in clear, where the change has made one necessary."""

    client: Client
    secret: str | None = None


@dataclass(frozen=True)
class Rejected:
    """Nothing was changed; these are the reasons."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class Conflict:
    """Somebody else was quicker: the registration is not the one that was looked at."""

    client: Client


class NotFound:
    """There is no such application (any more)."""
