"""The way into the console by a passkey. It verifies its owner: two factors at once (WebAuthn Level 3, 6.2.3)."""

from datetime import timedelta
from typing import Any

from idp.audit.events.admin import OperatorConfirmed, OperatorRefused, OperatorSignedIn
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.operators.pace import Slowed
from idp.operators.passkeys import Passkeys, Purpose
from idp.operators.ports import Counts
from idp.operators.sessions import ConsoleSessions, Opened
from idp.operators.sign_in import Refused
from idp.operators.webauthn_ceremony import NotProven
from idp.store.models import OperatorSession

MOST_OF_A_NETWORK = 60
_PERIOD = timedelta(minutes=10)


class PasskeySignIn:
    """Opens the console, and confirms who is at it, by a passkey."""

    def __init__(
        self, passkeys: Passkeys, sessions: ConsoleSessions, counts: Counts, audit: AuditLog, clock: Clock
    ) -> None:
        self._passkeys = passkeys
        self._sessions = sessions
        self._counts = counts
        self._audit = audit
        self._clock = clock

    def ask(self, network: str) -> dict[str, Any] | Slowed:
        """Options for a browser to sign with anybody's passkey. Each is a row: a network gets so many."""
        if not self._counts.take(f"passkeys:from:{network}", MOST_OF_A_NETWORK, _PERIOD):
            return Slowed(self._clock() + _PERIOD)
        return self._passkeys.ask_to_sign(Purpose.SIGN_IN)

    def ask_again(self, session: OperatorSession) -> dict[str, Any]:
        """Options for a browser to sign with a passkey of somebody who is signed in."""
        return self._passkeys.ask_to_sign(Purpose.CONFIRM, session.operator_id)

    def enter(self, answer: str, former: OperatorSession | None, agent: str = "") -> Refused | Opened:
        """Sign in.

        Args:
            answer: What the browser sent.
            former: The live session this browser has; it ends.
            agent: What the browser calls itself, in two words.
        """
        try:
            operator = self._passkeys.whose(Purpose.SIGN_IN, answer)
        except NotProven:
            return self._refused(None, "passkey")
        if not operator.is_active:
            return self._refused(operator.id, "suspended")
        opened = self._sessions.start(operator, former, agent)
        self._audit.record(OperatorSignedIn(operator_id=operator.id, session_id=opened.session.id))
        return opened

    def confirm(self, session: OperatorSession, answer: str) -> Refused | Opened:
        """Sign again, before a dangerous act."""
        try:
            self._passkeys.whose(Purpose.CONFIRM, answer, session.operator_id)
        except NotProven:
            return self._refused(session.operator_id, "passkey")
        opened = self._sessions.confirm(session)
        if opened is None:
            return self._refused(session.operator_id, "session_over")
        self._audit.record(OperatorConfirmed(operator_id=session.operator_id, session_id=session.id))
        return opened

    def _refused(self, operator_id: str | None, reason: str) -> Refused:
        self._audit.record(OperatorRefused(operator_id=operator_id, reason=reason))
        return Refused()
