"""The second factor: a code of the authenticator app, a code by SMS, or a printed recovery code, each accepted once.

Source: RFC 6238, 5.2; NIST SP 800-63B-4, 3.1.2 (look-up secrets) and 3.2.2 (throttling).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from idp.citizens import totp
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.throttle import Guess, Guesses, Slowed
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen
from idp.store.repositories.credentials import Credentials

TOTP_SEALED = "citizen.totp_sealed"


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


class NoCode:
    """What was typed cannot be a code; nothing was counted."""


Verdict = Right | Wrong | UsedBefore | NoCode | Slowed


class SecondFactor:
    """Checks second factors. Whoever gets here has shown the password before, or holds a session."""

    def __init__(
        self, credentials: Credentials, printed: PrintedCodes, guesses: Guesses, sealer: Sealer, clock: Clock
    ) -> None:
        self._credentials = credentials
        self._printed = printed
        self._guesses = guesses
        self._sealer = sealer
        self._clock = clock

    def factors_of(self, citizen: Citizen) -> tuple[Factor, ...]:
        """What an account can be asked for, the best first."""
        has = {Factor.TOTP: citizen.totp_sealed is not None, Factor.SMS: citizen.sms_factor}
        return tuple(factor for factor, there in has.items() if there)

    def check(
        self, citizen: Citizen, factor: Factor, typed: str, *, network: str, on_own_device: bool
    ) -> Verdict:
        """Check a code and spend it.

        Args:
            citizen: Whose code.
            factor: Which kind was asked for.
            typed: What was typed.
            network: Where it comes from, for the count of guesses.
            on_own_device: Whether the citizen has signed in on this browser before.
        """
        target = f"second_factor:{citizen.id}"
        guess = Guess(target, network, owner=target if on_own_device else None)
        match factor:
            case Factor.TOTP:
                return self._judged(
                    guess, factor, totp.typed_code(typed), lambda code: self._spend_totp(citizen, code)
                )
            case Factor.RECOVERY_CODE:
                return self._judged(
                    guess, factor, typed.strip() or None, lambda code: self._spend(citizen, code)
                )
            case Factor.SMS:
                return NoCode()

    def _judged(
        self, guess: Guess, factor: Factor, code: str | None, spend: Callable[[str], "bool | UsedBefore"]
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
            case UsedBefore() as used:
                return used
            case _:
                left = self._guesses.failed(guess)
                return left if isinstance(left, Slowed) else Wrong(left)

    def _spend_totp(self, citizen: Citizen, code: str) -> "bool | UsedBefore":
        if citizen.totp_sealed is None:
            return False
        key = self._sealer.open_text(citizen.totp_sealed, TOTP_SEALED)
        steps = totp.steps_of(key, code, self._clock())
        if any(self._credentials.spend_step(citizen.id, step) for step in steps):
            return True
        return UsedBefore() if steps else False

    def _spend(self, citizen: Citizen, code: str) -> bool:
        return self._printed.spend(citizen.id, code)
