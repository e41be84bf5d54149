"""Accounts of operators. The host's command line makes and mends them; the console cannot."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from idp.audit.events.admin import OperatorCreated, OperatorCredentialsReset, OperatorStateChanged
from idp.audit.log import AuditLog
from idp.crypto.password_strength import guesses
from idp.crypto.passwords import LONGEST, Passwords
from idp.crypto.sealing import Sealer
from idp.operators.pace import Pace
from idp.operators.ports import AppCodes
from idp.operators.rights import Role
from idp.store.models import Operator
from idp.store.repositories.operator_sessions import OperatorSessions
from idp.store.repositories.operators import Operators

TOTP_SEALED = "operator.totp_sealed"
SHORTEST_PASSWORD = 12
_FEWEST_GUESSES = 10**8
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


class NotMade(StrEnum):
    """Why no account was made or changed; the value is the sentence to print."""

    BAD_NAME = "A name has 1 to 64 small letters, digits, dots, hyphens or underscores."
    TAKEN = "An operator of that name is there already."
    UNKNOWN = "There is no operator of that name."
    SHORT_PASSWORD = f"A password has at least {SHORTEST_PASSWORD} characters."
    LONG_PASSWORD = f"A password has at most {LONGEST} characters."
    WEAK_PASSWORD = "This password is easily guessed; several words that do not belong together are better."  # noqa: S105
    BAD_KEY = "The key of the authenticator app is not 32 characters of base32."


@dataclass(frozen=True)
class Enrolled:
    """An account whose authenticator app has to be set up: the key, and the address a QR code would carry."""

    operator_id: str
    username: str
    key: str
    setup_address: str


class Accounts:
    """Makes and mends operators' accounts."""

    def __init__(
        self,
        *,
        operators: Operators,
        sessions: OperatorSessions,
        passwords: Passwords,
        sealer: Sealer,
        codes: AppCodes,
        pace: Pace,
        audit: AuditLog,
    ) -> None:
        self._operators = operators
        self._sessions = sessions
        self._passwords = passwords
        self._sealer = sealer
        self._codes = codes
        self._pace = pace
        self._audit = audit

    def all(self) -> Sequence[Operator]:
        """Every operator."""
        return self._operators.all()

    def refusal(self, username: str, password: str) -> NotMade | None:
        """What speaks against making an account, before anybody sets up an app for it."""
        if not is_username(username):
            return NotMade.BAD_NAME
        if self._operators.by_username(username) is not None:
            return NotMade.TAKEN
        return weakness(password, username)

    def create(
        self, username: str, password: str, *, service: str, key: str | None = None
    ) -> Enrolled | NotMade:
        """Make an account.

        Args:
            username: What is typed at sign-in.
            password: See `weakness`.
            service: What the authenticator app calls us.
            key: The authenticator's key, base32, where it is already known.
        """
        if refusal := self.refusal(username, password):
            return refusal
        if key is not None and not re.fullmatch(r"[A-Z2-7]{32,64}", key):
            return NotMade.BAD_KEY
        key = key or self._codes.new_key()
        operator_id = str(uuid.uuid4())
        added = self._operators.add(
            id=operator_id,
            username=username,
            role=Role.PROVINCE_ADMINISTRATOR.value,
            state="active",
            password_hash=self._passwords.hash(password),
            totp_sealed=self._sealer.seal_text(key, TOTP_SEALED),
        )
        if not added:
            return NotMade.TAKEN
        self._audit.record(OperatorCreated(operator_id=operator_id, role=Role.PROVINCE_ADMINISTRATOR.value))
        return self._enrolled(operator_id, username, key, service)

    def reset_factor(self, username: str, *, service: str, key: str | None = None) -> Enrolled | NotMade:
        """Replace the second factor. The old app shows nothing that works any more; every session ends."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        key = key or self._codes.new_key()
        sealed = self._sealer.seal_text(key, TOTP_SEALED)
        self._reset(operator, "second_factor", totp_sealed=sealed, totp_last_step=None)
        return self._enrolled(operator.id, username, key, service)

    def reset_password(self, username: str, password: str) -> NotMade | None:
        """Replace the password. Every session ends."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        if refusal := weakness(password, username):
            return refusal
        self._reset(operator, "password", password_hash=self._passwords.hash(password))
        return None

    def set_state(self, username: str, state: str) -> NotMade | None:
        """Suspend an operator (`suspended`), which ends every session, or let them back in (`active`)."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        before = operator.state
        if before != state:
            self._operators.change(operator.id, state=state)
            self._sessions.end_all_of(operator.id)
            self._audit.record(OperatorStateChanged(operator_id=operator.id, before=before, after=state))
        return None

    def _reset(self, operator: Operator, what: str, **columns: object) -> None:
        self._operators.change(operator.id, **columns)
        self._sessions.end_all_of(operator.id)
        self._pace.forget(operator.username)
        self._audit.record(OperatorCredentialsReset(operator_id=operator.id, what=what))

    def _enrolled(self, operator_id: str, username: str, key: str, service: str) -> Enrolled:
        return Enrolled(operator_id, username, key, self._codes.setup_address(key, username, service))


def is_username(text: str) -> bool:
    """Whether a text can be an operator's name."""
    return _USERNAME.fullmatch(text) is not None


def weakness(password: str, username: str) -> NotMade | None:
    """What is wrong with an operator's password: length over composition (NIST SP 800-63B-4, 3.1.1.2)."""
    if len(password) < SHORTEST_PASSWORD:
        return NotMade.SHORT_PASSWORD
    if len(password) > LONGEST:
        return NotMade.LONG_PASSWORD
    needed = guesses(password, [username, "sen", "admin", "quantri"])
    return NotMade.WEAK_PASSWORD if needed < _FEWEST_GUESSES else None
