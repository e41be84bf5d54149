"""The one field of the sign-in page: a phone number, an e-mail address or the identity number, as people type them."""

import unicodedata
from dataclasses import dataclass

import phonenumbers

from idp.crypto.digests import keyed_digest
from idp.registry.identity_number import normalise as digits_of
from idp.store.models import Citizen
from idp.store.repositories.installation_secrets import InstallationSecrets

LONGEST = 320
_NUMBER_DIGITS = 12


@dataclass(frozen=True)
class Login:
    """What was typed, as accounts are found by it. Any text gives one: an unknown login is treated like a known."""

    kind: str
    value: str


def read(typed: str) -> Login:
    """What somebody typed, in the one spelling it is kept under."""
    text = unicodedata.normalize("NFKC", typed[:LONGEST]).strip()
    if "@" in text:
        return Login("email", text.casefold())
    digits = digits_of(text)
    if len(digits) == _NUMBER_DIGITS and digits.isascii() and digits.isdigit():
        return Login("number", digits)
    try:
        number = phonenumbers.parse(text, "VN")
    except phonenumbers.NumberParseException:
        return Login("unknown", text.casefold())
    return Login("phone", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class Logins:
    """Turns logins into the blind indexes that accounts are found by."""

    def __init__(self, installation: InstallationSecrets) -> None:
        self._installation = installation

    def index(self, typed: str) -> str:
        """The blind index of what was typed."""
        login = read(typed)
        return keyed_digest(self._installation.get("blind_index"), login.kind, login.value)

    @staticmethod
    def of(citizen: Citizen) -> tuple[str, ...]:
        """The blind indexes of every login of a citizen."""
        known = (citizen.phone_index, citizen.email_index, citizen.number_index)
        return tuple(index for index in known if index is not None)
