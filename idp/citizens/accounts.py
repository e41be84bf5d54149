"""What citizens change about their own account, apart from what opens it."""

from idp.audit.events.sign_in import (
    AccountClosed,
    ApplicationDisconnected,
    LanguageChosen,
    PasswordChanged,
    WasNotMe,
)
from idp.audit.log import AuditLog
from idp.citizens.attempts import Attempts
from idp.citizens.freshness import require_fresh
from idp.citizens.notices import Notice, Notices
from idp.citizens.sessions import EndReason, Opened, Sessions
from idp.clock import Clock
from idp.outbound.departures import Departures
from idp.store.models import BrowserSession
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.consents import Consents
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.devices import Devices

LANGUAGES = ("vi", "en")
_DISCONNECTED = "disconnected"


class Belongings:
    """What an account has lying about outside of itself, and how to take it back."""

    def __init__(
        self,
        *,
        sessions: Sessions,
        devices: Devices,
        attempts: Attempts,
        authorizations: Authorizations,
        consents: Consents,
        departures: Departures,
    ) -> None:
        self._sessions = sessions
        self._devices = devices
        self._attempts = attempts
        self._authorizations = authorizations
        self._consents = consents
        self._departures = departures

    def take_back(self, session: BrowserSession, reason: EndReason) -> None:
        """End the other sessions, everything half done, and every access applications have, offline access too."""
        self._sessions.end_others(session, reason)
        self._attempts.void_all_of(session.citizen)
        self._authorizations.revoke_all_of(session.citizen_id, str(reason))

    def take_back_all(self, session: BrowserSession, reason: EndReason) -> None:
        """The same, and this session and all devices too."""
        self.take_back(session, reason)
        self._devices.forget_all(session.citizen_id)
        self._sessions.end(session, reason)

    def forget_devices(self, session: BrowserSession) -> int:
        """Forget the devices the citizen has used; how many."""
        return self._devices.forget_all(session.citizen_id)

    def disconnect(self, citizen_id: str, client_id: str) -> bool:
        """Take back everything one application was given, and have it told. Whether there was anything."""
        self._departures.disconnected(citizen_id, client_id)
        revoked = self._authorizations.revoke_given(citizen_id, client_id, _DISCONNECTED)
        return self._consents.withdraw(citizen_id, client_id) or revoked


class Accounts:
    """Changes to an account."""

    def __init__(
        self,
        *,
        belongings: Belongings,
        sessions: Sessions,
        credentials: Credentials,
        notices: Notices,
        audit: AuditLog,
        clock: Clock,
    ) -> None:
        self._belongings = belongings
        self._sessions = sessions
        self._credentials = credentials
        self._notices = notices
        self._audit = audit
        self._clock = clock

    def choose_language(self, session: BrowserSession, language: str) -> bool:
        """Choose the language of mail and messages. False for one that we do not speak."""
        if language not in LANGUAGES:
            return False
        self._audit.record(LanguageChosen(citizen_id=session.citizen_id, language=language))
        return self._credentials.change(session.citizen_id, locale=language)

    def disconnect(self, session: BrowserSession, client_id: str) -> bool:
        """Take back everything one application was given; it has to ask again. Whether there was anything."""
        had = self._belongings.disconnect(session.citizen_id, client_id)
        if had:
            self._audit.record(ApplicationDisconnected(citizen_id=session.citizen_id, client_id=client_id))
        return had

    def password_changed(self, session: BrowserSession) -> None:
        """Close everything the former password has opened, but this session, and tell the citizen."""
        self._belongings.take_back(session, EndReason.PASSWORD_CHANGED)
        self._audit.record(PasswordChanged(citizen_id=session.citizen_id))
        self._notices.tell(session.citizen, Notice.PASSWORD_CHANGED)

    def was_not_me(self, session: BrowserSession) -> Opened | None:
        """Shut everybody else out: other sessions, known devices, applications. None when this session is over too."""
        self._belongings.take_back(session, EndReason.NOT_ME)
        self._audit.record(
            WasNotMe(
                citizen_id=session.citizen_id, devices_forgotten=self._belongings.forget_devices(session)
            )
        )
        return self._sessions.rotate(session)

    def close(self, session: BrowserSession) -> None:
        """Close the account: what identifies the person is erased, its number stays for the audit log.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        citizen = session.citizen
        self._notices.tell(citizen, Notice.ACCOUNT_CLOSED)
        self._belongings.take_back_all(session, EndReason.CLOSED)
        self._credentials.erase(citizen.id)
        self._audit.record(AccountClosed(citizen_id=citizen.id))
