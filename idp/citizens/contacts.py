"""Phone numbers and e-mail addresses: one spelling each, masks for pages, blind indexes to find accounts by."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from idp.crypto.digests import keyed_digest
from idp.store.repositories.installation_secrets import InstallationSecrets

LONGEST = 254
"""Characters of an address that can be delivered to (RFC 5321, 4.5.3.1.3)."""

HOME = "VN"
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_MOBILE = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


class ContactKind(StrEnum):
    """How somebody can be reached. The value names the blind index."""

    PHONE = "phone"
    EMAIL = "email"


class ContactProblem(StrEnum):
    """Why what was typed cannot be written to."""

    EMPTY = "empty"
    NOT_A_PHONE = "not_a_phone"
    NOT_MOBILE = "not_mobile"
    NOT_FROM_HERE = "not_from_here"
    NOT_AN_ADDRESS = "not_an_address"


@dataclass(frozen=True)
class Contact:
    """One contact in the spelling it is kept and written to: E.164, or an address in lower case."""

    kind: ContactKind
    value: str

    @property
    def masked(self) -> str:
        """Enough for its owner to know it again: `09•• ••• 678`, `q•••@dan.example`."""
        if self.kind is ContactKind.EMAIL:
            local, _, domain = self.value.rpartition("@")
            return f"{local[:1]}•••@{domain}"
        national = in_figures(self.value).replace(" ", "")
        return f"{national[:2]}•• ••• {national[-3:]}"

    @property
    def shown(self) -> str:
        """As people write it: `0912 345 678`."""
        return self.value if self.kind is ContactKind.EMAIL else in_figures(self.value)

    def index(self, installation: InstallationSecrets) -> str:
        """The blind index an account with this contact is found by."""
        return keyed_digest(installation.get("blind_index"), self.kind.value, self.value)


def read(typed: str) -> Contact | ContactProblem:
    """A phone number or an e-mail address as somebody typed it. Normalised first, then judged, then compared."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST * 2]).translate(_INVISIBLE).strip()
    if not text:
        return ContactProblem.EMPTY
    return _email(text) if "@" in text else read_phone(text)


def read_phone(typed: str) -> Contact | ContactProblem:
    """A Vietnamese mobile number; messages to other countries are not sent, e-mail reaches people there."""
    text = unicodedata.normalize("NFKC", typed[: LONGEST * 2]).translate(_INVISIBLE).strip()
    if not text:
        return ContactProblem.EMPTY
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException:
        return ContactProblem.NOT_A_PHONE
    if not phonenumbers.is_valid_number(number):
        return ContactProblem.NOT_A_PHONE
    if phonenumbers.region_code_for_number(number) != HOME:
        return ContactProblem.NOT_FROM_HERE
    if phonenumbers.number_type(number) not in _MOBILE:
        return ContactProblem.NOT_MOBILE
    return Contact(ContactKind.PHONE, phonenumbers.format_number(number, PhoneNumberFormat.E164))


def in_figures(e164: str) -> str:
    """A kept phone number as people here write it: `0912 345 678`."""
    national = "0" + e164.removeprefix("+84") if e164.startswith("+84") else e164
    return f"{national[:4]} {national[4:7]} {national[7:]}".strip()


def _email(text: str) -> Contact | ContactProblem:
    try:
        # ASCII before the @: two addresses that only look alike must not be two accounts, and every server takes it.
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return ContactProblem.NOT_AN_ADDRESS
    value = valid.normalized.casefold()
    return Contact(ContactKind.EMAIL, value) if len(value) <= LONGEST else ContactProblem.NOT_AN_ADDRESS


def number_index(number: str, installation: InstallationSecrets) -> str:
    """The blind index an account is found by its holder's identity number."""
    return keyed_digest(installation.get("blind_index"), "number", number)
