"""Adding, replacing and removing second factors. Every change is told to the citizen outside of the browser."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass

from idp.audit.events.sign_in import RecoveryCodesRenewed, SecondFactorChanged
from idp.audit.log import AuditLog
from idp.citizens import totp
from idp.citizens.freshness import require_fresh
from idp.citizens.notices import Notice, Notices
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import TOTP_SEALED, Factor
from idp.clock import Clock
from idp.crypto.sealing import CannotOpen, Sealer
from idp.store.models import BrowserSession, Citizen
from idp.store.repositories.credentials import Credentials

_OFFER = "offer.authenticator"


@dataclass(frozen=True)
class Offer:
    """A key for an authenticator app that is not in force yet. `sealed` travels with the form and comes back."""

    key: str
    sealed: str


class OfferGone:
    """The form is another session's, or was changed on the way."""


class CodeDiffers:
    """The app does not show what it should: another key, or a clock that is wrong."""


class LastFactor:
    """It is the only second factor, and the account cannot go back to the password alone."""


class Done:
    """It is changed."""


class Authenticators:
    """The second factors of an account, as its owner changes them."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        printed: PrintedCodes,
        notices: Notices,
        audit: AuditLog,
        sealer: Sealer,
        clock: Clock,
    ) -> None:
        self._credentials = credentials
        self._printed = printed
        self._notices = notices
        self._audit = audit
        self._sealer = sealer
        self._clock = clock

    def offer(self, session: BrowserSession) -> Offer:
        """A fresh key to put into an app. Nothing is kept until the app has shown a code."""
        key = totp.new_key()
        sealed = self._sealer.seal_json({"key": key, "session": session.id}, _OFFER)
        return Offer(key, urlsafe_b64encode(sealed).decode("ascii"))

    def reopen(self, session: BrowserSession, sealed: str) -> Offer | None:
        """The offer a form carries, if it was made to this session."""
        try:
            offered = self._sealer.open_json(urlsafe_b64decode(sealed.encode("ascii")), _OFFER)
        except (CannotOpen, BadBase64, ValueError):
            return None
        return Offer(offered["key"], sealed) if offered["session"] == session.id else None

    def add_totp(self, session: BrowserSession, offer: Offer, typed: str) -> CodeDiffers | Done:
        """Put an authenticator app in force, in place of the one before.

        Args:
            session: A fresh session.
            offer: The key that was offered.
            typed: The code the app shows now.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        code = totp.typed_code(typed)
        steps = totp.steps_of(offer.key, code, self._clock()) if code else []
        if not steps:
            return CodeDiffers()
        citizen = session.citizen
        sealed = self._sealer.seal_text(offer.key, TOTP_SEALED)
        change = "replaced" if citizen.totp_sealed else "added"
        self._credentials.change(citizen.id, totp_sealed=sealed, totp_last_step=max(steps))
        self._tell(citizen, Factor.TOTP, change, Notice.FACTOR_ADDED)
        return Done()

    def remove(self, session: BrowserSession, factor: Factor) -> LastFactor | Done:
        """Take a second factor out of force.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        remove = self._credentials.remove_totp if factor is Factor.TOTP else self._credentials.remove_sms
        if not remove(session.citizen_id):
            return LastFactor()
        self._tell(session.citizen, factor, "removed", Notice.FACTOR_REMOVED)
        return Done()

    def add_sms(self, session: BrowserSession) -> Done:
        """Put codes by SMS in force. The phone was shown to be theirs just before, by a code sent to it.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        self._credentials.change(session.citizen_id, sms_factor=True)
        self._tell(session.citizen, Factor.SMS, "added", Notice.FACTOR_ADDED)
        return Done()

    def renew_printed_codes(self, session: BrowserSession) -> tuple[str, ...]:
        """New recovery codes, to be shown once; the former ones no longer work.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        codes = self._printed.renew(session.citizen_id)
        self._audit.record(RecoveryCodesRenewed(citizen_id=session.citizen_id, count=len(codes)))
        self._notices.tell(session.citizen, Notice.CODES_RENEWED)
        return codes

    def _tell(self, citizen: Citizen, factor: Factor, change: str, notice: Notice) -> None:
        self._audit.record(SecondFactorChanged(citizen_id=citizen.id, factor=str(factor), change=change))
        self._notices.tell(citizen, notice, factor=str(factor))
