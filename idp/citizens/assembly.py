"""The parts of signing in, put together from the inside out."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.citizens.attempts import Attempts
from idp.citizens.entrance import Entrance
from idp.citizens.logins import Logins
from idp.citizens.notices import Letters, Notices
from idp.citizens.password_check import PasswordCheck
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.throttle import Guesses
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.store.db import DatabaseSession
from idp.store.repositories.browser_sessions import BrowserSessions
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.devices import Devices
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.recovery_codes import RecoveryCodes
from idp.store.repositories.sign_in_attempts import SignInAttempts
from idp.store.repositories.throttles import Throttles


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What everything about citizens stands on."""

    settings: Settings
    session: DatabaseSession
    clock: Clock
    sealer: Sealer
    passwords: Passwords
    installation: InstallationSecrets
    audit: AuditLog
    letters: Letters


@dataclass(frozen=True, kw_only=True)
class Doors:
    """The ways in, and what looks after them."""

    throttle: Throttles
    guesses: Guesses
    logins: Logins
    credentials: Credentials
    devices: Devices
    attempts: Attempts
    notices: Notices
    sessions: Sessions
    printed_codes: PrintedCodes
    second_factor: SecondFactor
    entrance: Entrance
    password_check: PasswordCheck
    sign_in: SignIn


def build_doors(on: Ground) -> Doors:
    """Build the parts of signing in."""
    throttle = Throttles(on.session, on.clock, lambda: on.installation.get("codes"))
    guesses = Guesses(throttle, on.clock)
    logins = Logins(on.installation)
    credentials = Credentials(on.session, on.clock)
    devices = Devices(on.session, on.clock)
    attempts = Attempts(SignInAttempts(on.session, on.clock), on.clock)
    notices = Notices(on.letters, on.sealer)
    sessions = Sessions(BrowserSessions(on.session, on.clock), on.audit, on.settings, on.clock)
    printed_codes = PrintedCodes(RecoveryCodes(on.session, on.clock), on.installation)
    second_factor = SecondFactor(credentials, printed_codes, guesses, on.sealer, on.clock)
    entrance = Entrance(sessions, devices, notices, on.audit)
    check = PasswordCheck(
        logins=logins,
        credentials=credentials,
        passwords=on.passwords,
        guesses=guesses,
        entrance=entrance,
        audit=on.audit,
    )
    return Doors(
        throttle=throttle,
        guesses=guesses,
        logins=logins,
        credentials=credentials,
        devices=devices,
        attempts=attempts,
        notices=notices,
        sessions=sessions,
        printed_codes=printed_codes,
        second_factor=second_factor,
        entrance=entrance,
        password_check=check,
        sign_in=SignIn(check, second_factor, attempts, entrance),
    )
