"""The second factor: a code of the authenticator app, a code by SMS, or a printed recovery code, each accepted once.

Source: RFC 6238, 5.2; NIST SP 800-63B-4, 3.1.2 (look-up secrets) and 3.2.2 (throttling).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from idp.citizens import one_time_codes as sent_codes
from idp.citizens import recovery_codes, totp
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.one_time_codes import Accepted, CodeOver, OneTimeCodes, Purpose, Sending, TooMany
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.throttle import Guess, Guesses, Slowed
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen
from idp.store.repositories.credentials import Credentials

TOTP_SEALED = "citizen.totp_sealed"
PHONE_SEALED = "citizen.phone_sealed"


class Factor(StrEnum):
    """The kinds there are. The value is what addresses and audit events call them."""

    TOTP = "totp"
    SMS = "sms"
    RECOVERY_CODE = "recovery_code"

    @property
    def method(self) -> str:
        """What RFC 8176 calls it."""
        return "sms" if self is Factor.SMS else "otp"


@dataclass(frozen=True)
class Right:
    """The code was right, and is spent."""

    factor: Factor


@dataclass(frozen=True)
class Wrong:
    """The code was not right."""

    tries_left: int


class UsedBefore:
    """The code was right once already."""


class Expired:
    """There is no code to compare with any more: too old, or guessed at too often."""


class NoCode:
    """What was typed cannot be a code; nothing was counted."""


Verdict = Right | Wrong | UsedBefore | Expired | NoCode | Slowed
_Spent = bool | UsedBefore | Expired


class SecondFactor:
    """Checks second factors. Whoever gets here has shown the password before, or holds a session."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        printed: PrintedCodes,
        sent: OneTimeCodes,
        guesses: Guesses,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._credentials = credentials
        self._printed = printed
        self._sent = sent
        self._guesses = guesses
        self._sealer = sealer
        self._clock = clock

    def factors_of(self, citizen: Citizen) -> tuple[Factor, ...]:
        """What an account can be asked for, the best first."""
        has = {Factor.TOTP: citizen.totp_sealed is not None, Factor.SMS: citizen.sms_factor}
        return tuple(factor for factor, there in has.items() if there)

    def phone_of(self, citizen: Citizen) -> Contact | None:
        """The phone that codes are sent to."""
        if citizen.phone_sealed is None:
            return None
        return Contact(ContactKind.PHONE, self._sealer.open_text(citizen.phone_sealed, PHONE_SEALED))

    def send(self, citizen: Citizen, ticket: str, *, network: str, language: str) -> Sending:
        """Send a code to the citizen's phone.

        Args:
            citizen: Whose phone.
            ticket: What the code is bound to: the half-finished sign-in, or the session that steps up.
            network: Where it was asked for.
            language: `vi` or `en`.
        """
        phone = self.phone_of(citizen)
        if phone is None or not citizen.sms_factor:
            return TooMany()
        return self._sent.send(phone, Purpose.SIGN_IN, ticket, network=network, language=language)

    def is_sent(self, ticket: str) -> bool:
        """Whether a code went out for this ticket."""
        return self._sent.last_sent_at(Purpose.SIGN_IN, ticket) is not None

    def check(
        self, citizen: Citizen, factor: Factor, typed: str, ticket: str, *, network: str, on_own_device: bool
    ) -> Verdict:
        """Check a code and spend it.

        Args:
            citizen: Whose code.
            factor: Which kind was asked for.
            typed: What was typed.
            ticket: What a code that was sent is bound to.
            network: Where it comes from, for the count of guesses.
            on_own_device: Whether the citizen has signed in on this browser before.
        """
        target = f"second_factor:{citizen.id}"
        guess = Guess(target, network, owner=target if on_own_device else None)
        match factor:
            case Factor.TOTP:
                code = totp.typed_code(typed)
                return self._judged(guess, factor, code, lambda code: self._spend_totp(citizen, code))
            case Factor.SMS:
                code = sent_codes.read(typed)
                return self._judged(guess, factor, code, lambda code: self._spend_sent(ticket, code))
            case Factor.RECOVERY_CODE:
                code = recovery_codes.read(typed)
                return self._judged(guess, factor, code, lambda code: self._spend_printed(citizen, code))

    def _judged(
        self, guess: Guess, factor: Factor, code: str | None, spend: Callable[[str], _Spent]
    ) -> Verdict:
        if code is None:
            return NoCode()
        # Counted before it is looked at: guesses in parallel get no more answers than the count allows.
        if slowed := self._guesses.look(guess) or self._guesses.count(guess):
            return slowed
        match spend(code):
            case True:
                self._guesses.succeeded(guess)
                return Right(factor)
            case UsedBefore() | Expired() as why:
                return why
            case _:
                left = self._guesses.failed(guess)
                return left if isinstance(left, Slowed) else Wrong(left)

    def _spend_totp(self, citizen: Citizen, code: str) -> _Spent:
        if citizen.totp_sealed is None:
            return False
        key = self._sealer.open_text(citizen.totp_sealed, TOTP_SEALED)
        steps = totp.steps_of(key, code, self._clock())
        if any(self._credentials.spend_step(citizen.id, step) for step in steps):
            return True
        return UsedBefore() if steps else False

    def _spend_sent(self, ticket: str, code: str) -> _Spent:
        match self._sent.check(Purpose.SIGN_IN, ticket, code):
            case Accepted():
                return True
            case CodeOver():
                return Expired()
            case _:
                return False

    def _spend_printed(self, citizen: Citizen, code: str) -> bool:
        return self._printed.spend(citizen.id, code)
