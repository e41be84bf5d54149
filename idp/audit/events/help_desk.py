"""Events of the help desk: an operator looked at the state of an account, or changed it. No value of a person."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class CitizenLookedUp(Event):
    """An operator looked for an account by an exact identifier. Without a citizen: there is none."""

    name: ClassVar[str] = "help_desk.looked_up"

    operator_id: str
    kind: str
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class CitizenUnlocked(Event):
    """An operator let somebody try again at once who had guessed too often."""

    name: ClassVar[str] = "help_desk.unlocked"

    operator_id: str
    citizen_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CitizenFactorReset(Event):
    """An operator took the second factors and the recovery codes of an account out of force."""

    name: ClassVar[str] = "help_desk.factor_reset"

    operator_id: str
    citizen_id: str
    reason: str
    factors: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CitizenSuspended(Event):
    """An operator closed an account for now."""

    name: ClassVar[str] = "help_desk.suspended"

    operator_id: str
    citizen_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CitizenLetBack(Event):
    """An operator opened a suspended account again."""

    name: ClassVar[str] = "help_desk.let_back"

    operator_id: str
    citizen_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class CitizenSignedOut(Event):
    """An operator ended every session of an account."""

    name: ClassVar[str] = "help_desk.signed_out"

    operator_id: str
    citizen_id: str
    reason: str
    sessions: int
