"""Events of registration, identity proofing and account recovery."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class DataNoticeRead(Event):
    """Somebody who registers has read the notice on data processing (Law 91/2025/QH15)."""

    name: ClassVar[str] = "registration.notice_read"

    registration_id: str
    version: str
    language: str


@dataclass(frozen=True, kw_only=True)
class IdentityChecked(Event):
    """A claim of identity was put to the population register. `verdict` tells what became of it, never a value."""

    name: ClassVar[str] = "proofing.checked"

    verdict: str
    request_id: str
    registration_id: str | None = None
    citizen_id: str | None = None
    trouble: str | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class IdentityTriesSpent(Event):
    """Somebody has tried too many claims of identity and has to wait."""

    name: ClassVar[str] = "proofing.tries_spent"

    registration_id: str | None = None
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SecondAccountPrevented(Event):
    """Somebody tried to register with the contact or the identity number of an account that exists."""

    name: ClassVar[str] = "registration.second_prevented"

    citizen_id: str
    by: str
    registration_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AccountOpened(Event):
    """A citizen's account came to be."""

    name: ClassVar[str] = "registration.completed"

    citizen_id: str
    registration_id: str
    assurance: str
    factor: str
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class IdentityVerified(Event):
    """The population register stands behind an account from now on."""

    name: ClassVar[str] = "proofing.verified"

    citizen_id: str
    assurance: str
    request_id: str


@dataclass(frozen=True, kw_only=True)
class DetailsFetched(Event):
    """Registers were asked for what an application may learn of a citizen. Names of claims, never values."""

    name: ClassVar[str] = "proofing.details_fetched"

    citizen_id: str
    client_id: str
    asked: tuple[str, ...]
    answered: tuple[str, ...]
    trouble: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecoveryRefused(Event):
    """A proof on the way to recovering an account was not right."""

    name: ClassVar[str] = "recovery.refused"

    proof: str
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AccountRecovered(Event):
    """A citizen who had lost the password chose another."""

    name: ClassVar[str] = "recovery.completed"

    citizen_id: str
    proof: str
