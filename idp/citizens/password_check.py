"""Whether a login and a password belong together, asked at a pace that makes guessing hopeless.

An unknown login and a wrong password take the same steps and end in the same value.
"""

from dataclasses import dataclass

from idp.audit.events.sign_in import SignInRefused, SignInSlowed
from idp.audit.log import AuditLog
from idp.citizens.entrance import Browser, Entrance
from idp.citizens.logins import Logins
from idp.citizens.throttle import Guess, Guesses, Slowed
from idp.crypto.passwords import Passwords
from idp.store.models import Citizen
from idp.store.repositories.credentials import Credentials


@dataclass(frozen=True)
class Refused:
    """No such login, or not its password: nobody but us knows which."""

    tries_left: int


class PasswordCheck:
    """Checks passwords."""

    def __init__(
        self,
        *,
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
        own = self._entrance.knows(browser, citizen)
        guess = Guess(
            f"password:{index}", browser.network, owner=f"password:{citizen.id}" if own and citizen else None
        )
        if slowed := self._guesses.look(guess):
            return slowed
        is_right = self._verify(citizen, password)
        # Counted after the slow work and before anything is told: parallel guesses get no more answers than the count.
        if slowed := self._guesses.count(guess):
            return slowed
        if citizen is None or not is_right or citizen.state == "closed":
            return self._refused(guess, citizen, browser)
        self._guesses.succeeded(guess, *(f"password:{each}" for each in self._logins.of(citizen)))
        self._strengthen(citizen, password)
        return citizen

    def again(self, citizen: Citizen, password: str, browser: Browser) -> Citizen | Refused | Slowed:
        """The citizen who is signed in, if they know the password of the account."""
        target = f"password:{citizen.id}"
        guess = Guess(target, browser.network, owner=target)
        if slowed := self._guesses.look(guess):
            return slowed
        is_right = self._verify(citizen, password)
        if slowed := self._guesses.count(guess):
            return slowed
        if not is_right:
            return self._refused(guess, citizen, browser)
        self._guesses.succeeded(guess)
        return citizen

    def _verify(self, citizen: Citizen | None, password: str) -> bool:
        stored = citizen.password_hash if citizen else None
        # Only read so far. In a storm many wait here, and would keep connections from everybody else.
        self._credentials.end_reading()
        return self._passwords.verify(stored, password)

    def _refused(self, guess: Guess, citizen: Citizen | None, browser: Browser) -> Refused | Slowed:
        citizen_id = citizen.id if citizen else None
        self._audit.record(
            SignInRefused(reason="password", citizen_id=citizen_id, client_id=browser.client_id)
        )
        left = self._guesses.failed(guess)
        if isinstance(left, Slowed):
            self._audit.record(SignInSlowed(what="password", citizen_id=citizen_id))
            return left
        return Refused(left)

    def _strengthen(self, citizen: Citizen, password: str) -> None:
        if citizen.password_hash and self._passwords.needs_rehash(citizen.password_hash):
            self._credentials.replace_password(
                citizen.id, citizen.password_hash, self._passwords.hash(password), rehash=True
            )
