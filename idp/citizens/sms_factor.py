"""Putting codes by SMS in force, once a code sent to the account's phone has come back."""

from idp.citizens.authenticator_app import Added
from idp.citizens.factor_changes import Announcer
from idp.citizens.freshness import require_fresh
from idp.citizens.one_time_codes import Accepted, Answer, OneTimeCodes, Purpose, Sending, TooMany
from idp.citizens.second_factor import Factor, SecondFactor
from idp.citizens.sessions import Sessions
from idp.clock import Clock
from idp.store.models import BrowserSession
from idp.store.repositories.credentials import Credentials


class SmsFactor:
    """Adds codes by SMS to an account."""

    def __init__(
        self,
        *,
        credentials: Credentials,
        factors: SecondFactor,
        sent: OneTimeCodes,
        sessions: Sessions,
        announce: Announcer,
        clock: Clock,
    ) -> None:
        self._credentials = credentials
        self._factors = factors
        self._sent = sent
        self._sessions = sessions
        self._announce = announce
        self._clock = clock

    def send(self, session: BrowserSession, *, network: str, language: str) -> Sending:
        """Send a code to the account's phone.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        phone = self._factors.phone_of(session.citizen)
        if phone is None:
            return TooMany()
        return self._sent.send(phone, Purpose.ADD_PHONE, _owner(session), network=network, language=language)

    def is_sent(self, session: BrowserSession) -> bool:
        """Whether a code went out to this session."""
        return self._sent.last_sent_at(Purpose.ADD_PHONE, _owner(session)) is not None

    def add(self, session: BrowserSession, typed: str) -> Answer | Added:
        """Put codes by SMS in force. The session has shown both factors by that.

        Raises:
            NotFresh: The citizen has to sign in again first.
        """
        require_fresh(session, self._clock)
        answer = self._sent.check(Purpose.ADD_PHONE, _owner(session), typed)
        if not isinstance(answer, Accepted):
            return answer
        self._credentials.change(session.citizen_id, sms_factor=True)
        self._announce.changed(session.citizen, Factor.SMS, "added")
        return Added(self._sessions.raise_level(session, Factor.SMS.method))


def _owner(session: BrowserSession) -> str:
    return f"session:{session.id}"
