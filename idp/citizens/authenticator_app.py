"""Putting an authenticator app in force: a key is offered, and counts once the app has shown a code (RFC 6238)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from dataclasses import dataclass

from idp.citizens import totp
from idp.citizens.factor_changes import Announcer
from idp.citizens.freshness import require_fresh
from idp.citizens.second_factor import TOTP_SEALED, Factor
from idp.citizens.sessions import Opened, Sessions
from idp.clock import Clock
from idp.crypto.sealing import CannotOpen, Sealer
from idp.store.models import BrowserSession
from idp.store.repositories.credentials import Credentials

_OFFER = "offer.authenticator"


@dataclass(frozen=True)
class Offer:
    """A key that is not in force yet. `sealed` travels with the form, and comes back unreadable and unchanged."""

    key: str
    sealed: str


class CodeDiffers:
    """The app does not show what it should: another key, or a clock that is wrong."""


@dataclass(frozen=True)
class Added:
    """It is in force. `opened` is the session under its new identifier; None when it is over."""

    opened: Opened | None


class AuthenticatorApp:
    """Offers keys and puts them in force."""

    def __init__(
        self, credentials: Credentials, sessions: Sessions, announce: Announcer, sealer: Sealer, clock: Clock
    ) -> None:
        self._credentials = credentials
        self._sessions = sessions
        self._announce = announce
        self._sealer = sealer
        self._clock = clock

    def offer(self, session: BrowserSession) -> Offer:
        """A fresh key. Nothing is kept: two tabs and the back button have an offer each."""
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

    def add(self, session: BrowserSession, offer: Offer, typed: str) -> CodeDiffers | Added:
        """Put the offered key in force, in place of the one before. The session has shown both factors by that.

        Args:
            session: A fresh session.
            offer: The key.
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
        change = "replaced" if citizen.totp_sealed else "added"
        sealed = self._sealer.seal_text(offer.key, TOTP_SEALED)
        self._credentials.change(citizen.id, totp_sealed=sealed, totp_last_step=max(steps))
        self._announce.changed(citizen, Factor.TOTP, change)
        return Added(self._sessions.raise_level(session, Factor.TOTP.method))
