"""Behind a link by mail: a name and a password are chosen, then a second factor; with the factor the link is spent."""

from enum import StrEnum

from idp.audit.events.operators import OperatorEnrolled
from idp.operators.accounts import NotMade, is_username, weakness
from idp.operators.letters import FACTOR_CHANGED
from idp.operators.links import LinkKind
from idp.operators.notices import in_words
from idp.operators.pace import Slowed
from idp.operators.parts import Parts
from idp.operators.passkeys import Purpose
from idp.operators.webauthn_ceremony import NotProven
from idp.store.models import Operator, OperatorEnrolment


class NotEnrolled(StrEnum):
    """Why nothing came of it."""

    OVER = "over"
    """The link is used, ended or too old."""
    NOT_CHOSEN = "not_chosen"
    """No name and password yet."""
    WRONG_PASSWORD = "wrong_password"  # noqa: S105  a reason, not a password
    WRONG_CODE = "wrong_code"
    NOT_PROVEN = "not_proven"
    TAKEN = "taken"


class Enrolment:
    """Leads from a link to an account that can be signed in to."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._operators = parts.operators

    def find(self, secret: str) -> OperatorEnrolment | None:
        """The link behind a secret, while it can still be used."""
        return self._parts.links.find(secret, LinkKind.ACCOUNT, LinkKind.FACTOR)

    def username_of(self, link: OperatorEnrolment) -> str | None:
        """The name of the account a link leads to; None where the account is not there yet."""
        operator = self._operators.find(link.operator_id) if link.operator_id else None
        return operator.username if operator is not None else None

    def choose(self, link: OperatorEnrolment, username: str, password: str) -> NotMade | NotEnrolled | None:
        """Choose the name and the password of a new account.

        Args:
            link: To a new account.
            username: As typed; an account that a personnel directory made has its name already.
            password: As typed.
        """
        name = self.username_of(link) or username.strip().lower()
        if not is_username(name):
            return NotMade.BAD_NAME
        if link.operator_id is None and self._operators.by_username(name) is not None:
            return NotMade.TAKEN
        if refusal := weakness(password, name):
            return refusal
        kept = self._parts.links.keep(link, username=name, password_hash=self._parts.passwords.hash(password))
        return None if kept else NotEnrolled.OVER

    def recognise(self, link: OperatorEnrolment, password: str, network: str) -> NotEnrolled | Slowed | None:
        """Show the password of the account a link mends: whoever reads somebody's mail is not yet them."""
        operator = self._operators.find(link.operator_id or "")
        if operator is None:
            return NotEnrolled.OVER
        if slowed := self._parts.pace.look(operator.username, network):
            return slowed
        is_right = self._parts.passwords.verify(operator.password_hash, password)
        if slowed := self._parts.pace.count(operator.username, network):
            return slowed
        if not is_right:
            return NotEnrolled.WRONG_PASSWORD
        self._parts.pace.forget(operator.username, network)
        return None if self._parts.links.keep(link, username=operator.username) else NotEnrolled.OVER

    def app_key(self, link: OperatorEnrolment) -> str:
        """The key that an authenticator app is offered; the same one as long as the link lives."""
        if link.totp_sealed is None:
            self._parts.links.keep(link, totp_sealed=self._parts.app_keys.sealed(self._parts.app_keys.new()))
        if link.totp_sealed is None:
            raise LookupError("a link that is over has no key")
        return self._parts.app_keys.opened(link.totp_sealed)

    def ask_for_passkey(self, link: OperatorEnrolment) -> dict[str, object]:
        """Options for a browser to make the passkey."""
        username = link.username or ""
        return self._parts.passkeys.ask_to_make(Purpose.ENROL, link.operator_id or link.id, username)

    def with_app(self, link: OperatorEnrolment, typed: str) -> NotEnrolled | None:
        """Finish with an authenticator app that shows the right code."""
        steps = self._parts.app_keys.steps(self.app_key(link), typed)
        if not steps:
            return NotEnrolled.WRONG_CODE
        return self._finish(link, "app", totp_sealed=link.totp_sealed, totp_last_step=max(steps))

    def with_passkey(self, link: OperatorEnrolment, answer: str, name: str) -> NotEnrolled | None:
        """Finish with a passkey that a browser made."""
        owner = link.operator_id or link.id
        try:
            new = self._parts.passkeys.prove(Purpose.ENROL, owner, answer)
        except NotProven:
            return NotEnrolled.NOT_PROVEN
        refusal = self._finish(link, "passkey")
        if refusal is None:
            self._parts.passkeys.keep(owner, new, name)
        return refusal

    def _finish(self, link: OperatorEnrolment, factor: str, **columns: object) -> NotEnrolled | None:
        if not link.username:
            return NotEnrolled.NOT_CHOSEN
        if not self._parts.links.spend(link):
            return NotEnrolled.OVER
        is_new = link.operator_id is None
        done = self._make(link, columns) if is_new else self._mend(link, columns)
        if not done:
            self._parts.links.unspend(link)
            return NotEnrolled.TAKEN
        owner = link.operator_id or link.id
        self._parts.audit.record(
            OperatorEnrolled(operator_id=owner, invitation_id=link.id, role=link.role, factor=factor)
        )
        return None

    def _make(self, link: OperatorEnrolment, columns: dict[str, object]) -> bool:
        address = self._parts.addresses.of_link(link)
        return self._operators.add(
            id=link.id,
            username=link.username,
            role=link.role,
            unit=link.unit,
            state="active",
            password_hash=link.password_hash,
            locale=link.locale,
            **self._parts.addresses.columns(address),
            **columns,
        )

    def _mend(self, link: OperatorEnrolment, columns: dict[str, object]) -> bool:
        operator = self._operators.find(link.operator_id or "")
        if operator is None or operator.is_removed:
            return False
        if link.kind == LinkKind.ACCOUNT:
            return self._take_over(operator, link, columns)
        if columns:
            self._operators.change(operator.id, **columns)
        at = in_words(link.used_at or link.created_at)
        self._parts.notices.send(operator, FACTOR_CHANGED, username=operator.username, time=at)
        return True

    def _take_over(self, operator: Operator, link: OperatorEnrolment, columns: dict[str, object]) -> bool:
        """Let somebody in to the account that a personnel directory has made for them."""
        if operator.is_enrolled:
            return False
        return self._operators.change(operator.id, password_hash=link.password_hash, **columns)
