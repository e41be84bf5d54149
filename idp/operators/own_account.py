"""What operators change about their own account: factors, password, mail address, language."""

from typing import Any

from idp.audit.events.operators import OperatorAddressChanged, OperatorFactorChanged
from idp.operators.accounts import NotMade, weakness
from idp.operators.addresses import read_address
from idp.operators.letters import ADDRESS_CHANGED, FACTOR_CHANGED, NEW_ADDRESS
from idp.operators.links import LinkKind
from idp.operators.notices import in_words
from idp.operators.parts import Parts
from idp.operators.passkeys import Purpose
from idp.operators.webauthn_ceremony import NotProven
from idp.store.models import Operator


class OwnAccount:
    """Changes an account for its owner, who has shown both factors lately."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def address(self, operator: Operator) -> str | None:
        """Where mail goes."""
        return self._parts.addresses.of(operator)

    def ask_for_passkey(self, operator: Operator) -> dict[str, Any]:
        """Options for a browser to make one more passkey."""
        return self._parts.passkeys.ask_to_make(Purpose.ADD, operator.id, operator.username)

    def add_passkey(self, operator: Operator, answer: str, name: str) -> bool:
        """Keep a passkey that a browser made. False where it does not hold."""
        try:
            new = self._parts.passkeys.prove(Purpose.ADD, operator.id, answer)
            passkey_id = self._parts.passkeys.keep(operator.id, new, name)
        except NotProven:
            return False
        self._changed(operator, "passkey", "added", passkey_id)
        return True

    def remove_passkey(self, operator: Operator, passkey_id: str) -> bool:
        """Remove a passkey. False where it is the last factor, or not theirs."""
        removed = self._parts.passkeys.remove(operator.id, passkey_id)
        if removed:
            self._changed(operator, "passkey", "removed", passkey_id)
        return removed

    def new_app_key(self) -> str:
        """A key to offer to an authenticator app; it counts once the app has shown a code."""
        return self._parts.app_keys.new()

    def setup_address(self, username: str, key: str, service: str) -> str:
        """The address that a QR code carries to the app; `service` is what the app calls us."""
        return self._parts.app_keys.setup_address(key, username, service)

    def set_app(self, operator: Operator, key: str, typed: str) -> bool:
        """Put an app in force in place of the one before, once it has shown a code."""
        steps = self._parts.app_keys.steps(key, typed)
        if not steps:
            return False
        change = "replaced" if operator.totp_sealed else "added"
        sealed = self._parts.app_keys.sealed(key)
        self._parts.operators.change(operator.id, totp_sealed=sealed, totp_last_step=max(steps))
        self._changed(operator, "app", change)
        return True

    def remove_app(self, operator: Operator) -> bool:
        """Forget the app. False where it is the last factor."""
        self._parts.operators.hold(operator.id)
        removed = self._parts.operators.remove_app(operator.id)
        if removed:
            self._changed(operator, "app", "removed")
        return removed

    def set_password(self, operator: Operator, password: str) -> NotMade | None:
        """Choose another password."""
        if refusal := weakness(password, operator.username):
            return refusal
        self._parts.operators.change(operator.id, password_hash=self._parts.passwords.hash(password))
        self._changed(operator, "password", "replaced")
        return None

    def set_language(self, operator: Operator, language: str) -> None:
        """Write in another language from now on."""
        if language in ("vi", "en"):
            self._parts.operators.change(operator.id, locale=language)

    def ask_for_address(self, operator: Operator, typed: str) -> bool:
        """Send a link to a new address; mail goes there once it was opened. False where it is no address."""
        address = read_address(typed)
        if address is None:
            return False
        link, secret = self._parts.links.to_account(LinkKind.ADDRESS, operator, address, operator.id)
        self._parts.links.send(link, secret, NEW_ADDRESS, username=operator.username)
        return True

    def take_address(self, operator: Operator, secret: str) -> bool:
        """Write to the address a link went to from now on. The former one is told."""
        link = self._parts.links.find(secret, LinkKind.ADDRESS)
        if link is None or link.operator_id != operator.id:
            return False
        columns = self._parts.addresses.columns(self._parts.addresses.of_link(link))
        owner = self._parts.operators.by_address(str(columns["email_digest"]))
        if owner is not None and owner.id != operator.id:
            return False
        if not self._parts.links.spend(link):
            return False
        self._parts.notices.send(operator, ADDRESS_CHANGED, username=operator.username)
        self._parts.operators.change(operator.id, **columns)
        self._parts.audit.record(OperatorAddressChanged(about=operator.id, operator_id=operator.id))
        return True

    def _changed(self, operator: Operator, factor: str, change: str, passkey_id: str | None = None) -> None:
        self._parts.audit.record(
            OperatorFactorChanged(
                operator_id=operator.id, factor=factor, change=change, passkey_id=passkey_id
            )
        )
        self._parts.notices.send(
            operator, FACTOR_CHANGED, username=operator.username, time=in_words(self._parts.clock())
        )
