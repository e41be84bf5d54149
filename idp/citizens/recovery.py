"""A way back in for somebody who has lost the password: a code from a contact, a second proof, a new password.

Never around the second factor: an account that has one is recovered with it or with a recovery code, and signing in
afterwards asks for it as always. Unknown logins take the same steps and get no further than the first code.

Source: NIST SP 800-63B-4, 4.2; OWASP ASVS 5.0, 6.4.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from idp.audit.events.proofing import AccountRecovered, RecoveryRefused
from idp.audit.log import AuditLog
from idp.citizens.attempts import Attempts
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.contacts import read as read_contact
from idp.citizens.logins import Login, Logins, read
from idp.citizens.notices import EMAIL_SEALED, PHONE_SEALED, Letters, Notice, Notices
from idp.citizens.one_time_codes import Accepted, Answer, OneTimeCodes, Purpose, Sending, Sent
from idp.citizens.password_change import Chooser
from idp.citizens.password_policy import ALONE, WITH_SECOND_FACTOR, Refusal
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.matching import agrees
from idp.citizens.proofing.register_word import IDENTITY_SEALED
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import Factor, Right, SecondFactor, Verdict
from idp.citizens.sessions import EndReason, Sessions
from idp.citizens.throttle import Guess, Guesses, Throttle
from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen, RecoveryAttempt
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.recovery_attempts import RecoveryAttempts

LIFETIME = timedelta(minutes=30)
IDENTITY_TRIES = (5, timedelta(days=1))


class Way(StrEnum):
    """What may follow the code from the contact."""

    TOTP = "totp"
    RECOVERY_CODE = "recovery_code"
    IDENTITY = "identity"


class Differs:
    """What was shown does not belong to the account."""


class NoTriesLeft:
    """It was tried too often today."""


class Over:
    """The recovery is too old, already finished, or a step was left out."""


class Shown:
    """The proof was right; the next step is due."""


@dataclass(frozen=True)
class Lost:
    """One recovery on its way. `citizen` is None for a login nobody has; no page tells."""

    row: RecoveryAttempt
    citizen: Citizen | None

    @property
    def ticket(self) -> str:
        """What its codes are bound to."""
        return f"recovery:{self.row.digest}"


@dataclass(frozen=True, kw_only=True)
class Proofs:
    """What proofs are checked with."""

    logins: Logins
    credentials: Credentials
    codes: OneTimeCodes
    factors: SecondFactor
    printed: PrintedCodes
    throttle: Throttle
    letters: Letters


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """What a new password changes: everything the former one has opened is closed, and the citizen is told."""

    chooser: Chooser
    passwords: Passwords
    sessions: Sessions
    attempts: Attempts
    authorizations: Authorizations
    guesses: Guesses
    notices: Notices


class Recovery:
    """The steps of recovering an account."""

    def __init__(
        self,
        *,
        rows: RecoveryAttempts,
        proofs: Proofs,
        aftermath: Aftermath,
        audit: AuditLog,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._rows = rows
        self._proofs = proofs
        self._after = aftermath
        self._audit = audit
        self._sealer = sealer
        self._clock = clock

    def begin(self, typed: str, *, network: str, language: str) -> tuple[str, Sending]:
        """The first step: a code to the account's contact, if there is such an account.

        Args:
            typed: Phone number, e-mail address or identity number.
            network: Where it was asked for.
            language: Of the message.

        Returns:
            The value of the cookie the recovery is found by, and what became of the code. Both alike for a login
            nobody has.
        """
        login, cookie, now = read(typed), new_secret(), self._clock()
        owner = self._proofs.credentials.owner_of(self._proofs.logins.index(typed))
        citizen = owner if owner is not None and owner.is_active else None
        contact = self._contact(citizen, login)
        row = RecoveryAttempt(
            digest=digest(cookie),
            citizen_id=citizen.id if citizen and contact else None,
            contact_kind=str(contact.kind) if contact else "none",
            created_at=now,
            expires_at=now + LIFETIME,
        )
        self._rows.add(row)
        return cookie, self._send(Lost(row, citizen), contact, login, network=network, language=language)

    def find(self, cookie: str | None) -> Lost | None:
        """The recovery behind a cookie, if it is still open."""
        row = self._rows.find(digest(cookie)) if cookie else None
        if row is None:
            return None
        return Lost(row, self._proofs.credentials.find(row.citizen_id) if row.citizen_id else None)

    def code(self, lost: Lost, typed: str) -> Answer | Over:
        """The code that was sent."""
        answer = self._proofs.codes.check(Purpose.RECOVER, lost.ticket, typed)
        if not isinstance(answer, Accepted):
            return answer
        return answer if self._rows.contact_proved(lost.row.digest) else Over()

    def ways(self, lost: Lost) -> tuple[Way, ...]:
        """What may be shown next. Nothing but the second factor stands in for a second factor."""
        citizen = lost.citizen
        if citizen is None:
            return ()
        ways = [Way.TOTP] if citizen.totp_sealed is not None else []
        if self._proofs.printed.left(citizen.id) > 0:
            ways.append(Way.RECOVERY_CODE)
        if citizen.identity_sealed is not None and _factor_is_shown(lost, citizen):
            ways.append(Way.IDENTITY)
        return tuple(ways)

    def with_code(self, lost: Lost, way: Way, typed: str, *, network: str) -> Shown | Verdict | Over:
        """The second proof: a code of the authenticator app, or a printed one. Each is spent by it."""
        if (
            lost.citizen is None
            or way not in self.ways(lost)
            or way is Way.IDENTITY
            or not _contact_is_proved(lost)
        ):
            return Over()
        factor = Factor.TOTP if way is Way.TOTP else Factor.RECOVERY_CODE
        verdict = self._proofs.factors.check(
            lost.citizen, factor, typed, lost.ticket, network=network, on_own_device=False
        )
        if not isinstance(verdict, Right):
            self._audit.record(RecoveryRefused(proof=str(way), citizen_id=lost.citizen.id))
            return verdict
        return Shown() if self._rows.proved(lost.row.digest, str(way)) else Over()

    def with_identity(self, lost: Lost, claim: Claim) -> Shown | Differs | NoTriesLeft | Over:
        """The second proof where there is no second factor: number, name, birth date; never which of them differs."""
        if lost.citizen is None or Way.IDENTITY not in self.ways(lost) or not _contact_is_proved(lost):
            return Over()
        if not self._proofs.throttle.take(f"recovery:identity:{lost.citizen.id}", *IDENTITY_TRIES):
            return NoTriesLeft()
        sealed = lost.citizen.identity_sealed
        held = self._sealer.open_json(sealed, IDENTITY_SEALED) if sealed else None
        if not agrees(claim, held):
            self._audit.record(RecoveryRefused(proof=str(Way.IDENTITY), citizen_id=lost.citizen.id))
            return Differs()
        return Shown() if self._rows.proved(lost.row.digest, str(Way.IDENTITY)) else Over()

    def least_length(self, lost: Lost) -> int:
        """How many characters the new password must have."""
        return WITH_SECOND_FACTOR if lost.citizen and lost.citizen.has_second_factor else ALONE

    def choose_password(self, lost: Lost, password: str, *, network: str) -> Shown | Refusal | Over:
        """The last step. What the former password has opened is closed; signing in asks for everything, as always."""
        citizen = lost.citizen
        if citizen is None or not citizen.is_active or lost.row.proved_by is None:
            return Over()
        if refusal := self._after.chooser.refusal(citizen, password):
            return refusal
        hashed = self._after.passwords.hash(password)
        if not self._rows.finish(lost.row.digest):
            return Over()
        if not self._proofs.credentials.replace_password(
            citizen.id, citizen.password_hash, hashed, rehash=False
        ):
            return Over()
        self._close_everything(citizen, network)
        self._audit.record(AccountRecovered(citizen_id=citizen.id, proof=lost.row.proved_by))
        self._after.notices.tell(citizen, Notice.ACCOUNT_RECOVERED)
        return Shown()

    def _close_everything(self, citizen: Citizen, network: str) -> None:
        self._after.sessions.end_all(citizen.id, EndReason.PASSWORD_CHANGED)
        self._after.attempts.void_all_of(citizen)
        self._after.authorizations.revoke_all_of(citizen.id, str(EndReason.PASSWORD_CHANGED))
        logins = [f"password:{index}" for index in self._proofs.logins.of(citizen)]
        for login in logins:
            self._after.guesses.succeeded(Guess(login, network, owner=f"password:{citizen.id}"), *logins)

    def _send(
        self, lost: Lost, contact: Contact | None, login: Login, *, network: str, language: str
    ) -> Sending:
        codes = self._proofs.codes
        if contact is not None:
            return codes.send(contact, Purpose.RECOVER, lost.ticket, network=network, language=language)
        sending = codes.pretend(login.value, Purpose.RECOVER, lost.ticket, network=network)
        if isinstance(sending, Sent) and isinstance(typed := read_contact(login.value), Contact):
            # Whoever can read there may know; whoever asked here may not.
            self._proofs.letters.notify(typed.value, str(Notice.NO_ACCOUNT), language, {})
        return sending

    def _contact(self, citizen: Citizen | None, login: Login) -> Contact | None:
        """Where the code goes: to what is kept, never to what was typed."""
        if citizen is None:
            return None
        held = [
            Contact(each, self._sealer.open_text(sealed, where))
            for each, sealed, where in (
                (ContactKind.PHONE, citizen.phone_sealed, PHONE_SEALED),
                (ContactKind.EMAIL, citizen.email_sealed, EMAIL_SEALED),
            )
            if sealed is not None
        ]
        return next((contact for contact in held if contact.kind == login.kind), held[0] if held else None)


def _contact_is_proved(lost: Lost) -> bool:
    return lost.row.contact_proved_at is not None


def _factor_is_shown(lost: Lost, citizen: Citizen) -> bool:
    """Whether the account has no second factor, or the code from the contact has shown it: a phone that gets codes."""
    if citizen.totp_sealed is not None:
        return False
    return not citizen.sms_factor or lost.row.contact_kind == ContactKind.PHONE
