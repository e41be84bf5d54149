"""Events of signing in, of browser sessions, and of changes a citizen makes to their own account."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class SignInRefused(Event):
    """A login and a password, or a second factor, did not open an account. Without a citizen: nobody has that login."""

    name: ClassVar[str] = "sign_in.refused"

    reason: str
    citizen_id: str | None = None
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignInSlowed(Event):
    """Somebody guesses too fast and has to wait."""

    name: ClassVar[str] = "sign_in.slowed"

    what: str
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """A citizen signed in."""

    name: ClassVar[str] = "sign_in.succeeded"

    citizen_id: str
    session_id: str
    methods: tuple[str, ...]
    level: int
    new_device: bool
    agent: str
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SteppedUp(Event):
    """A citizen added the second factor to a session."""

    name: ClassVar[str] = "sign_in.stepped_up"

    citizen_id: str
    session_id: str
    methods: tuple[str, ...]
    level: int
    client_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A browser session is over."""

    name: ClassVar[str] = "session.ended"

    citizen_id: str
    session_id: str
    reason: str
    agent: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodeUsed(Event):
    """A citizen used a printed code in place of the second factor."""

    name: ClassVar[str] = "sign_in.recovery_code_used"

    citizen_id: str
    left: int


@dataclass(frozen=True, kw_only=True)
class PasswordChanged(Event):
    """A citizen chose another password."""

    name: ClassVar[str] = "account.password_changed"

    citizen_id: str


@dataclass(frozen=True, kw_only=True)
class SecondFactorChanged(Event):
    """A citizen added, replaced or removed a second factor."""

    name: ClassVar[str] = "account.second_factor_changed"

    citizen_id: str
    factor: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    """A citizen added a contact, or put another in place of the one before."""

    name: ClassVar[str] = "account.contact_changed"

    citizen_id: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class RecoveryCodesRenewed(Event):
    """A citizen made new recovery codes; the old ones no longer work."""

    name: ClassVar[str] = "account.recovery_codes_renewed"

    citizen_id: str
    count: int


@dataclass(frozen=True, kw_only=True)
class LanguageChosen(Event):
    """A citizen chose the language of messages."""

    name: ClassVar[str] = "account.language_chosen"

    citizen_id: str
    language: str


@dataclass(frozen=True, kw_only=True)
class ApplicationDisconnected(Event):
    """A citizen withdrew what an application was allowed."""

    name: ClassVar[str] = "account.application_disconnected"

    citizen_id: str
    client_id: str


@dataclass(frozen=True, kw_only=True)
class WasNotMe(Event):
    """A citizen did not recognise a sign-in and shut everybody else out."""

    name: ClassVar[str] = "account.was_not_me"

    citizen_id: str
    devices_forgotten: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """A citizen closed the account."""

    name: ClassVar[str] = "account.closed"

    citizen_id: str
