"""Signing in: the password, then the second factor where there is one, then a session.

An unknown login and a wrong password take the same steps and end in the same value.
"""

from dataclasses import dataclass

from idp.audit.events.sign_in import SignInRefused, SignInSlowed
from idp.audit.log import AuditLog
from idp.citizens.attempts import Attempts
from idp.citizens.entrance import Browser, Entered, Entrance
from idp.citizens.logins import Logins
from idp.citizens.second_factor import Factor, Right, SecondFactor, Verdict
from idp.citizens.sessions import Proof, Stay
from idp.citizens.throttle import Guess, Guesses, Slowed
from idp.crypto.passwords import Passwords
from idp.store.models import Citizen, SignInAttempt
from idp.store.repositories.credentials import Credentials


@dataclass(frozen=True)
class Refused:
    """No such login, or not its password: nobody but us knows which."""

    tries_left: int


class Suspended:
    """Everything was right, but the account may not be used."""


@dataclass(frozen=True)
class CodeNeeded:
    """The password was right; `cookie` marks the browser that may now show the second factor."""

    cookie: str


class Over:
    """The half-finished sign-in is too old, already finished, or was begun for another request."""


class PasswordCheck:
    """Whether a login and a password belong together, at a pace that makes guessing hopeless."""

    def __init__(
        self,
        logins: Logins,
        credentials: Credentials,
        passwords: Passwords,
        guesses: Guesses,
        entrance: Entrance,
        audit: AuditLog,
    ) -> None:
        self._logins = logins
        self._credentials = credentials
        self._passwords = passwords
        self._guesses = guesses
        self._entrance = entrance
        self._audit = audit

    def owner(self, login: str, password: str, browser: Browser) -> Citizen | Refused | Slowed:
        """The citizen behind a login and its password."""
        index = self._logins.index(login)
        citizen = self._credentials.owner_of(index)
        own = self._entrance.knows(browser, citizen) and citizen is not None
        guess = Guess(f"password:{index}", browser.network, owner=f"password:{citizen.id}" if own and citizen else None)
        if slowed := self._guesses.look(guess):
            return slowed
        is_right = self._passwords.verify(citizen.password_hash if citizen else None, password)
        # Counted after the slow work and before anything is told: parallel guesses get no more answers than the count.
        if slowed := self._guesses.count(guess):
            return slowed
        if citizen is None or not is_right or citizen.state == "closed":
            return self._refused(guess, citizen, browser)
        self._guesses.succeeded(guess, *(f"password:{each}" for each in self._logins.of(citizen)))
        self._strengthen(citizen, password)
        return citizen

    def again(self, citizen: Citizen, password: str, browser: Browser) -> bool | Refused | Slowed:
        """Whether somebody who is signed in knows the password of the account."""
        guess = Guess(f"password_again:{citizen.id}", browser.network)
        if slowed := self._guesses.look(guess):
            return slowed
        is_right = self._passwords.verify(citizen.password_hash, password)
        if slowed := self._guesses.count(guess):
            return slowed
        if not is_right:
            return self._refused(guess, citizen, browser)
        self._guesses.succeeded(guess)
        return True

    def _refused(self, guess: Guess, citizen: Citizen | None, browser: Browser) -> Refused | Slowed:
        citizen_id = citizen.id if citizen else None
        self._audit.record(SignInRefused(reason="password", citizen_id=citizen_id, client_id=browser.client_id))
        left = self._guesses.failed(guess)
        return left if isinstance(left, Slowed) else Refused(left)

    def _strengthen(self, citizen: Citizen, password: str) -> None:
        if citizen.password_hash and self._passwords.needs_rehash(citizen.password_hash):
            self._credentials.replace_password(
                citizen.id, citizen.password_hash, self._passwords.hash(password), rehash=True
            )


class SignIn:
    """The steps of a sign-in."""

    def __init__(
        self, check: PasswordCheck, factors: SecondFactor, attempts: Attempts, entrance: Entrance, audit: AuditLog
    ) -> None:
        self._check = check
        self._factors = factors
        self._attempts = attempts
        self._entrance = entrance
        self._audit = audit

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
                return CodeNeeded(
                    self._attempts.begin(found, request=request, is_shared_device=is_shared_device)
                )
        stay = Stay.SHARED if is_shared_device else _kept(browser, found)
        return self._entrance.open(found, Proof(("pwd",)), browser, stay)

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
        own = self._entrance.knows(browser, citizen)
        verdict = self._factors.check(citizen, factor, typed, network=browser.network, on_own_device=own)
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
        own = self._entrance.knows(browser, citizen)
        verdict = self._factors.check(citizen, factor, typed, network=browser.network, on_own_device=own)
        if not isinstance(verdict, Right):
            return verdict
        opened = self._entrance.raise_level(citizen, factor.method, browser)
        return Entered(opened.session, opened.cookie) if opened else Over()


def _kept(browser: Browser, citizen: Citizen) -> Stay:
    # Signing in again does not take back what the same person chose for this browser.
    session = browser.session
    same = session is not None and session.citizen_id == citizen.id
    return Stay(session.stay) if same and session else Stay.ORDINARY
