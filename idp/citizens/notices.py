"""Telling a citizen what happened to their account, outside of the browser it happened in."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from idp.crypto.sealing import Sealer
from idp.store.models import Citizen

EMAIL_SEALED = "citizen.email_sealed"
PHONE_SEALED = "citizen.phone_sealed"
_UNKNOWN = {"vi": "trình duyệt không rõ", "en": "unknown browser"}


class Notice(StrEnum):
    """What there is to tell."""

    NEW_DEVICE = "new_device"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a notice, not a password
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    CODES_RENEWED = "codes_renewed"
    CODE_USED = "recovery_code_used"
    CONTACT_CHANGED = "contact_changed"
    ACCOUNT_CLOSED = "account_closed"
    ACCOUNT_EXISTS = "account_exists"
    NO_ACCOUNT = "no_account"
    SECOND_REGISTRATION = "second_registration"
    REGISTERED_ELSEWHERE = "registered_elsewhere"
    VERIFICATION_DONE = "verification_done"
    VERIFICATION_FAILED = "verification_failed"
    ACCOUNT_RECOVERED = "account_recovered"
    APPROVAL_ASKED = "approval_asked"
    FACTOR_RESET = "factor_reset"
    SIGNED_OUT_BY_DESK = "signed_out_by_desk"
    ACCOUNT_SUSPENDED = "account_suspended"
    ACCOUNT_LET_BACK = "account_let_back"


class Letters(Protocol):
    """Sends mail and SMS; queued in the transaction of what they tell about."""

    def notify(self, address: str, notice: str, language: str, facts: Mapping[str, str]) -> None:
        """Queue one notice to an e-mail address or a phone number."""
        ...

    def code(self, to: str, code: str, purpose: str, language: str) -> None:
        """Queue a code to a phone number (E.164) or an e-mail address."""
        ...


class Notices:
    """Writes to every contact of an account: whoever holds one of them may be the only one left to warn."""

    def __init__(self, letters: Letters, sealer: Sealer) -> None:
        self._letters = letters
        self._sealer = sealer

    def addresses_of(self, citizen: Citizen) -> list[str]:
        """Every contact of an account."""
        places = ((citizen.email_sealed, EMAIL_SEALED), (citizen.phone_sealed, PHONE_SEALED))
        return [self._sealer.open_text(sealed, where) for sealed, where in places if sealed is not None]

    def tell(
        self, citizen: Citizen, notice: Notice, *, at: Iterable[str] | None = None, **facts: str
    ) -> None:
        """Queue a notice in the account's language. Nobody writes to invented people.

        Args:
            citizen: Whom it is about.
            notice: What happened.
            at: Where to write to; the account's contacts if left out.
            facts: What the notice's words have places for.
        """
        if citizen.is_test_person:
            return
        for address in self.addresses_of(citizen) if at is None else at:
            self._letters.notify(address, str(notice), citizen.locale, facts)

    def new_device(self, citizen: Citizen, agent: str) -> None:
        """Somebody signed in on a device that was not seen before."""
        self.tell(citizen, Notice.NEW_DEVICE, agent=agent or _UNKNOWN.get(citizen.locale, _UNKNOWN["vi"]))
