"""Signing in, and looking after an account: their parts, put together from the inside out."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.citizens.accounts import Accounts, Belongings
from idp.citizens.attempts import Attempts
from idp.citizens.authenticator_app import AuthenticatorApp
from idp.citizens.contact_change import ContactChange
from idp.citizens.entrance import Entrance
from idp.citizens.factor_changes import Announcer, FactorChanges
from idp.citizens.history import History
from idp.citizens.logins import Logins
from idp.citizens.notices import Letters, Notices
from idp.citizens.one_time_codes import OneTimeCodes
from idp.citizens.password_change import Chooser, PasswordChange
from idp.citizens.password_check import PasswordCheck
from idp.citizens.password_policy import PasswordPolicy
from idp.citizens.people import People
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.sms_factor import SmsFactor
from idp.citizens.throttle import Guesses
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.outbound.departures import Departures
from idp.store.db import DatabaseSession
from idp.store.redis_rates import counting
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.browser_sessions import BrowserSessions
from idp.store.repositories.clients import Clients
from idp.store.repositories.consents import Consents
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.devices import Devices
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.one_time_codes import OneTimeCodeRows
from idp.store.repositories.recovery_codes import RecoveryCodes
from idp.store.repositories.sign_in_attempts import SignInAttempts
from idp.store.repositories.throttles import Throttles


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What everything about citizens stands on."""

    settings: Settings
    session: DatabaseSession
    stale: DatabaseSession
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
    one_time_codes: OneTimeCodes
    second_factor: SecondFactor
    entrance: Entrance
    password_check: PasswordCheck
    sign_in: SignIn


def build_doors(on: Ground) -> Doors:
    """Build the parts of signing in."""
    throttle = counting(
        on.settings.redis_url.reveal(), on.session, on.clock, lambda: on.installation.get("codes")
    )
    guesses = Guesses(throttle, on.clock)
    logins, credentials = Logins(on.installation), Credentials(on.session, on.clock)
    devices = Devices(on.session, on.clock)
    attempts = Attempts(SignInAttempts(on.session, on.clock), on.clock)
    notices = Notices(on.letters, on.sealer)
    sessions = Sessions(BrowserSessions(on.session, on.clock), on.audit, on.settings, on.clock)
    printed_codes = PrintedCodes(RecoveryCodes(on.session, on.clock), on.installation)
    one_time_codes = _one_time_codes(on, throttle)
    second_factor = SecondFactor(
        credentials=credentials,
        printed=printed_codes,
        sent=one_time_codes,
        guesses=guesses,
        sealer=on.sealer,
        clock=on.clock,
    )
    entrance = Entrance(sessions, devices, printed_codes, notices, on.audit)
    check = _password_check(on, logins, credentials, guesses, entrance)
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
        one_time_codes=one_time_codes,
        second_factor=second_factor,
        entrance=entrance,
        password_check=check,
        sign_in=SignIn(check, second_factor, attempts, entrance),
    )


def _password_check(
    on: Ground, logins: Logins, credentials: Credentials, guesses: Guesses, entrance: Entrance
) -> PasswordCheck:
    return PasswordCheck(
        logins=logins,
        credentials=credentials,
        passwords=on.passwords,
        guesses=guesses,
        entrance=entrance,
        audit=on.audit,
    )


def _one_time_codes(on: Ground, throttle: Throttles) -> OneTimeCodes:
    return OneTimeCodes(
        rows=OneTimeCodeRows(on.session, on.clock),
        letters=on.letters,
        throttle=throttle,
        installation=on.installation,
        settings=on.settings,
        clock=on.clock,
    )


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What looking after an account needs besides the doors to it."""

    people: People
    policy: PasswordPolicy
    authorizations: Authorizations
    consents: Consents
    clients: Clients
    departures: Departures


@dataclass(frozen=True, kw_only=True)
class AccountRooms:
    """What citizens change about their account, and what they may see of it."""

    accounts: Accounts
    factor_changes: FactorChanges
    authenticator_app: AuthenticatorApp
    sms_factor: SmsFactor
    password_change: PasswordChange
    contact_change: ContactChange
    history: History


def build_account_rooms(on: Ground, doors: Doors, around: Surroundings) -> AccountRooms:
    """Build the parts of looking after an account."""
    belongings = Belongings(
        sessions=doors.sessions,
        devices=doors.devices,
        attempts=doors.attempts,
        authorizations=around.authorizations,
        consents=around.consents,
        departures=around.departures,
    )
    accounts = Accounts(
        belongings=belongings,
        sessions=doors.sessions,
        credentials=doors.credentials,
        notices=doors.notices,
        audit=on.audit,
        clock=on.clock,
    )
    announce = Announcer(on.audit, doors.notices)
    return AccountRooms(
        accounts=accounts,
        factor_changes=FactorChanges(doors.credentials, doors.printed_codes, announce, on.clock),
        authenticator_app=AuthenticatorApp(doors.credentials, doors.sessions, announce, on.sealer, on.clock),
        sms_factor=_sms_factor(on, doors, announce),
        password_change=PasswordChange(
            check=doors.password_check,
            chooser=Chooser(around.policy, around.people),
            credentials=doors.credentials,
            passwords=on.passwords,
            accounts=accounts,
            sessions=doors.sessions,
        ),
        contact_change=_contact_change(on, doors),
        history=History(AuditRecords(on.stale), around.authorizations, around.consents, around.clients),
    )


def _sms_factor(on: Ground, doors: Doors, announce: Announcer) -> SmsFactor:
    return SmsFactor(
        credentials=doors.credentials,
        factors=doors.second_factor,
        sent=doors.one_time_codes,
        sessions=doors.sessions,
        announce=announce,
        clock=on.clock,
    )


def _contact_change(on: Ground, doors: Doors) -> ContactChange:
    return ContactChange(
        credentials=doors.credentials,
        sent=doors.one_time_codes,
        notices=doors.notices,
        installation=on.installation,
        sealer=on.sealer,
        audit=on.audit,
        clock=on.clock,
    )
