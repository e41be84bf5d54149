"""Signing in: the password, then the second factor where there is one, then a session."""

from dataclasses import dataclass

from idp.citizens.attempts import Attempts
from idp.citizens.entrance import Browser, Entered, Entrance
from idp.citizens.one_time_codes import Sending
from idp.citizens.password_check import PasswordCheck, Refused
from idp.citizens.second_factor import Factor, Right, SecondFactor, Verdict
from idp.citizens.sessions import Proof, Stay
from idp.citizens.throttle import Slowed
from idp.store.models import BrowserSession, Citizen, SignInAttempt


class Suspended:
    """Everything was right, but the account may not be used."""


@dataclass(frozen=True)
class CodeNeeded:
    """The password was right; `cookie` marks the browser that may now show the second factor."""

    cookie: str


class Over:
    """The half-finished sign-in is too old, already finished, or was begun for another request."""


class SignIn:
    """The steps of a sign-in."""

    def __init__(
        self, check: PasswordCheck, factors: SecondFactor, attempts: Attempts, entrance: Entrance
    ) -> None:
        self._check = check
        self._factors = factors
        self._attempts = attempts
        self._entrance = entrance

    def with_password(
        self, login: str, password: str, browser: Browser, *, request: str | None, is_shared_device: bool
    ) -> Refused | Slowed | Suspended | CodeNeeded | Entered:
        """The first step.

        Args:
            login: Phone number, e-mail address or identity number, as typed.
            password: As typed.
            browser: Where it comes from.
            request: The handle of the waiting authorization request, if there is one.
            is_shared_device: The citizen said that the device is not their own.
        """
        found = self._check.owner(login, password, browser)
        match found:
            case Refused() | Slowed():
                return found
            case Citizen(is_active=False):
                return Suspended()
            case Citizen(has_second_factor=True):
                return self._ask(found, browser, request, is_shared_device=is_shared_device)
        stay = Stay.SHARED if is_shared_device else _kept(browser, found)
        return self._entrance.open(found, Proof(("pwd",)), browser, stay)

    def again(
        self, password: str, browser: Browser, *, request: str | None
    ) -> Refused | Slowed | Over | CodeNeeded | Entered:
        """The first step for somebody who is signed in, before a change that needs a fresh sign-in."""
        session = browser.session
        if session is None:
            return Over()
        found = self._check.again(session.citizen, password, browser)
        if not isinstance(found, Citizen):
            return found
        if found.has_second_factor:
            return self._ask(found, browser, request, is_shared_device=session.stay == Stay.SHARED)
        return self._entrance.open(found, Proof(("pwd",)), browser, Stay(session.stay))

    def waiting(self, cookie: str | None, *, request: str | None) -> SignInAttempt | None:
        """The half-finished sign-in behind a cookie, if it is still open and was begun for this request."""
        return self._attempts.find(cookie, request=request)

    def with_factor(
        self, attempt: SignInAttempt, factor: Factor, typed: str, browser: Browser, *, remember: bool
    ) -> Verdict | Suspended | Over | Entered:
        """The second step.

        Args:
            attempt: What `waiting` gave.
            factor: Which kind of code was asked for.
            typed: What was typed.
            browser: Where it comes from.
            remember: The citizen wants to stay signed in on this device.
        """
        citizen = attempt.citizen
        if not citizen.is_active:
            return Suspended()
        verdict = self._check_code(citizen, factor, typed, ticket_of(attempt), browser)
        if not isinstance(verdict, Right):
            return verdict
        if not self._attempts.finish(attempt):
            return Over()
        wanted = Stay.REMEMBERED if remember else _kept(browser, citizen)
        stay = Stay.SHARED if attempt.is_shared_device else wanted
        return self._entrance.open(citizen, Proof(("pwd", factor.method)), browser, stay)

    def step_up(self, factor: Factor, typed: str, browser: Browser) -> Verdict | Over | Entered:
        """Add the second factor to the session the browser has."""
        session = browser.session
        if session is None:
            return Over()
        citizen = session.citizen
        verdict = self._check_code(citizen, factor, typed, ticket_of(session), browser)
        if not isinstance(verdict, Right):
            return verdict
        opened = self._entrance.raise_level(citizen, factor.method, browser)
        return Entered(opened.session, opened.cookie) if opened else Over()

    def send_code(self, to: SignInAttempt | BrowserSession, browser: Browser) -> Sending:
        """Send a code to the phone of somebody who is half signed in, or wants to step up."""
        return self._factors.send(
            to.citizen, ticket_of(to), network=browser.network, language=browser.language
        )

    def _ask(
        self, citizen: Citizen, browser: Browser, request: str | None, *, is_shared_device: bool
    ) -> CodeNeeded:
        attempt, cookie = self._attempts.begin(citizen, request=request, is_shared_device=is_shared_device)
        if self._factors.factors_of(citizen)[0] is Factor.SMS:
            self.send_code(attempt, browser)
        return CodeNeeded(cookie)

    def _check_code(
        self, citizen: Citizen, factor: Factor, typed: str, ticket: str, browser: Browser
    ) -> Verdict:
        own = self._entrance.knows(browser, citizen)
        verdict = self._factors.check(
            citizen, factor, typed, ticket, network=browser.network, on_own_device=own
        )
        if verdict == Right(Factor.RECOVERY_CODE):
            self._entrance.printed_code_used(citizen)
        return verdict


def ticket_of(waiting: SignInAttempt | BrowserSession) -> str:
    """What a code that is sent is bound to."""
    if isinstance(waiting, SignInAttempt):
        return f"attempt:{waiting.digest}"
    return f"session:{waiting.id}"


def _kept(browser: Browser, citizen: Citizen) -> Stay:
    # Signing in again does not take back what the same person chose for this browser.
    session = browser.session
    same = session is not None and session.citizen_id == citizen.id
    return Stay(session.stay) if same and session else Stay.ORDINARY
