"""The one field of the sign-in page: a phone number, an e-mail address or the identity number, as people type them."""

import unicodedata

from idp.citizens import contacts
from idp.crypto.digests import keyed_digest
from idp.registry.identity_number import normalise as digits_of
from idp.store.models import Citizen
from idp.store.repositories.installation_secrets import InstallationSecrets

LONGEST = 320
_NUMBER_DIGITS = 12


def read(typed: str) -> tuple[str, str]:
    """What kind of login somebody typed, and the one spelling it is kept under.

    Any text gives one: a login of nobody is treated like a known one.
    """
    text = typed[:LONGEST]
    digits = digits_of(text)
    if len(digits) == _NUMBER_DIGITS and digits.isascii() and digits.isdigit():
        return "number", digits
    contact = contacts.read(text)
    if isinstance(contact, contacts.Contact):
        return str(contact.kind), contact.value
    return "unknown", unicodedata.normalize("NFKC", text).strip().casefold()


class Logins:
    """Turns logins into the blind indexes that accounts are found by."""

    def __init__(self, installation: InstallationSecrets) -> None:
        self._installation = installation

    def index(self, typed: str) -> str:
        """The blind index of what was typed."""
        return keyed_digest(self._installation.get("blind_index"), *read(typed))

    @staticmethod
    def of(citizen: Citizen) -> tuple[str, ...]:
        """The blind indexes of every login of a citizen."""
        known = (citizen.phone_index, citizen.email_index, citizen.number_index)
        return tuple(index for index in known if index is not None)
