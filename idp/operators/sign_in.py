"""How operators get into the console: password and code together, always both, and one answer for every failure."""

from dataclasses import dataclass

from idp.audit.events.admin import OperatorConfirmed, OperatorRefused, OperatorSignedIn, OperatorSignedOut
from idp.audit.log import AuditLog
from idp.crypto.passwords import Passwords
from idp.operators.accounts import is_username
from idp.operators.app_key import AppKeys
from idp.operators.pace import Pace, Slowed
from idp.operators.sessions import ConsoleSessions, Opened
from idp.store.models import Operator, OperatorSession
from idp.store.repositories.operators import Operators

_LONGEST_NAME = 64


class Refused:
    """Something was wrong. Nobody outside learns what."""


@dataclass(frozen=True)
class Shown:
    """What somebody typed.

    Args:
        username: As typed.
        password: As typed.
        code: As typed.
        network: Where it comes from.
        agent: What the browser calls itself, in two words.
    """

    username: str
    password: str
    code: str
    network: str
    agent: str = ""

    @property
    def name(self) -> str:
        """The name as accounts have it."""
        return self.username.strip().lower()[:_LONGEST_NAME]


class Proof:
    """Checks what operators show."""

    def __init__(
        self,
        *,
        operators: Operators,
        passwords: Passwords,
        app_keys: AppKeys,
        pace: Pace,
    ) -> None:
        self._operators = operators
        self._passwords = passwords
        self._app_keys = app_keys
        self._pace = pace

    def check(self, shown: Shown) -> tuple[Operator | None, str | Slowed | None]:
        """The operator of that name, and what is wrong with what was shown: None when all was right.

        The same work is done whether or not there is such an operator.
        """
        if slowed := self._pace.look(shown.name, shown.network):
            return None, slowed
        operator = self._operators.by_username(shown.name) if is_username(shown.name) else None
        right_password = self._passwords.verify(operator.password_hash if operator else None, shown.password)
        if slowed := self._pace.count(shown.name, shown.network):
            return operator, slowed
        if operator is None or not right_password:
            return operator, "password" if operator else "unknown"
        if not operator.is_active:
            return operator, "suspended"
        if not self._spend_code(operator, shown.code):
            return operator, "code"
        self._pace.forget(shown.name, shown.network)
        return operator, None

    def _spend_code(self, operator: Operator, typed: str) -> bool:
        if operator.totp_sealed is None:
            return False
        steps = self._app_keys.steps(self._app_keys.opened(operator.totp_sealed), typed)
        return any(self._operators.spend_step(operator.id, step) for step in steps)


class OperatorSignIn:
    """Opens the console, confirms who is at it, and closes it."""

    def __init__(self, proof: Proof, sessions: ConsoleSessions, audit: AuditLog) -> None:
        self._proof = proof
        self._sessions = sessions
        self._audit = audit

    def enter(self, shown: Shown, former: OperatorSession | None) -> Refused | Slowed | Opened:
        """Sign in.

        Args:
            shown: What was typed.
            former: The live session this browser has; it ends.
        """
        operator, wrong = self._proof.check(shown)
        if operator is None or wrong is not None:
            return self._refused(operator, wrong)
        opened = self._sessions.start(operator, former, shown.agent)
        self._audit.record(OperatorSignedIn(operator_id=operator.id, session_id=opened.session.id))
        return opened

    def confirm(
        self, session: OperatorSession, password: str, code: str, network: str
    ) -> Refused | Slowed | Opened:
        """Show password and code again, before a dangerous act."""
        operator, wrong = self._proof.check(Shown(session.operator.username, password, code, network))
        opened = None if operator is None or wrong is not None else self._sessions.confirm(session)
        if operator is None or opened is None:
            return self._refused(operator, wrong)
        self._audit.record(OperatorConfirmed(operator_id=operator.id, session_id=session.id))
        return opened

    def leave(self, session: OperatorSession) -> None:
        """Sign out."""
        if self._sessions.end(session):
            self._audit.record(OperatorSignedOut(operator_id=session.operator_id, session_id=session.id))

    def _refused(self, operator: Operator | None, wrong: str | Slowed | None) -> Refused | Slowed:
        # Waits are not recorded one by one: somebody who hammers must not fill the log.
        if isinstance(wrong, Slowed):
            return wrong
        self._audit.record(
            OperatorRefused(operator_id=operator.id if operator else None, reason=wrong or "session_over")
        )
        return Refused()
