"""Codes sent by SMS or mail: six digits, for one purpose and one owner, five guesses, accepted once.

Source: NIST SP 800-63B-4, 3.1.3 (out-of-band); OWASP ASVS 5.0, 6.5 and 6.6.
"""

import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from idp.citizens.contacts import Contact
from idp.citizens.throttle import Throttle
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.digests import keyed_digest, matches, new_digits, new_secret
from idp.store.models import OneTimeCode
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.one_time_codes import OneTimeCodeRows

DIGITS = 6
MOST_GUESSES = 5
RESEND_AFTER = timedelta(seconds=60)
TO_ONE_CONTACT = (8, timedelta(hours=24))
FROM_ONE_NETWORK = (120, timedelta(hours=1))
"""How many codes go to one contact, and are asked for from one network. A commune may share one address."""


class Purpose(StrEnum):
    """What a code is good for, and for nothing else."""

    REGISTER = "register"
    ADD_PHONE = "add_phone"
    ADD_EMAIL = "add_email"
    SIGN_IN = "sign_in"
    RECOVER = "recover"


class CodeSender(Protocol):
    """Sends codes; queued in the transaction that makes them."""

    def code(self, to: str, code: str, purpose: str, language: str) -> None:
        """Queue a code to a phone number (E.164) or an e-mail address."""
        ...


@dataclass(frozen=True)
class Sent:
    """A code is on its way."""

    until: datetime
    again_at: datetime


@dataclass(frozen=True)
class TooSoon:
    """The last code went out a moment ago, and is still good."""

    until: datetime


class TooMany:
    """No more codes go to this contact, or from this network, for now."""


@dataclass(frozen=True)
class Accepted:
    """The code was right, and is spent."""


@dataclass(frozen=True)
class WrongCode:
    """The code was not right."""

    tries_left: int


class NotACode:
    """What was typed cannot be a code; nothing was counted."""


class CodeOver:
    """There is no code to compare with any more: too old, guessed at too often, or never sent."""


Sending = Sent | TooSoon | TooMany
Answer = Accepted | WrongCode | NotACode | CodeOver


class OneTimeCodes:
    """Makes, sends and spends codes."""

    def __init__(
        self,
        *,
        rows: OneTimeCodeRows,
        letters: CodeSender,
        throttle: Throttle,
        installation: InstallationSecrets,
        settings: Settings,
        clock: Clock,
    ) -> None:
        self._rows = rows
        self._letters = letters
        self._throttle = throttle
        self._installation = installation
        self._settings = settings
        self._clock = clock

    def send(self, to: Contact, purpose: Purpose, owner: str, *, network: str, language: str) -> Sending:
        """Send a code.

        Args:
            to: Where to; for accounts always the contact that is kept, never one that was typed.
            purpose: What it is good for.
            owner: Whom it is bound to: `registration:…`, `recovery:…` or `citizen:…`. Where the contact may change in
                between, the owner names the contact too: a code sent to one never confirms another.
            network: Where it was asked for.
            language: `vi` or `en`.
        """
        code = new_digits(DIGITS)
        sending = self._keep(code, to.value, purpose, owner, network)
        if isinstance(sending, Sent):
            self._letters.code(to.value, code, str(purpose), language)
        return sending

    def pretend(self, to: str, purpose: Purpose, owner: str, *, network: str) -> Sending:
        """Do everything `send` does but send: no code will be right.

        For a contact that is not to learn a code, on a page that must not tell. Arguments as for `send`.
        """
        return self._keep(new_secret(), to, purpose, owner, network)

    def last_sent_at(self, purpose: Purpose, owner: str) -> datetime | None:
        """When the last code went out; None if none did."""
        return self._rows.last_sent_at(self._bond(owner), purpose)

    def check(self, purpose: Purpose, owner: str, typed: str) -> Answer:
        """Spend a code as somebody typed it.

        An earlier code stays good in its own time: messages overtake each other. Every guess counts before it is
        looked at, so that guesses in parallel get no more answers than five.
        """
        code = read(typed)
        if code is None:
            return NotACode()
        bond = self._bond(owner)
        open_codes = self._rows.count_guess(bond, purpose, MOST_GUESSES)
        if not open_codes:
            return CodeOver()
        digest = self._digest(bond, purpose, code)
        if any(matches(digest, each) for each, _ in open_codes) and self._rows.spend(bond, purpose, digest):
            self._rows.void(bond, purpose)
            return Accepted()
        left = MOST_GUESSES - min(attempts for _, attempts in open_codes)
        return WrongCode(left) if left > 0 else CodeOver()

    def _keep(self, code: str, to: str, purpose: Purpose, owner: str, network: str) -> Sending:
        now, bond = self._clock(), self._bond(owner)
        last = self._rows.last_sent_at(bond, purpose)
        if last is not None and now < last + RESEND_AFTER:
            return TooSoon(last + RESEND_AFTER)
        if not self._may_send(to, network):
            return TooMany()
        until = now + self._settings.one_time_code_lifetime
        self._rows.add(
            OneTimeCode(
                id=str(uuid.uuid4()),
                owner=bond,
                purpose=str(purpose),
                digest=self._digest(bond, purpose, code),
                sent_at=now,
                expires_at=until,
            )
        )
        return Sent(until, now + RESEND_AFTER)

    def _may_send(self, to: str, network: str) -> bool:
        return self._throttle.take(f"code:from:{network}", *FROM_ONE_NETWORK) and self._throttle.take(
            f"code:to:{to}", *TO_ONE_CONTACT
        )

    def _bond(self, owner: str) -> str:
        return keyed_digest(self._installation.get("codes"), "one_time_code.owner", owner)

    def _digest(self, bond: str, purpose: Purpose, code: str) -> str:
        return keyed_digest(self._installation.get("codes"), "one_time_code", bond, str(purpose), code)


def read(typed: str) -> str | None:
    """The six digits of a code as somebody typed it, with spaces, full-width digits and all; None if it is none."""
    digits = re.sub(r"[\s.\-\u200b]", "", unicodedata.normalize("NFKC", typed[:40]))
    return digits if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits) else None
