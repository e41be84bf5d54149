"""The one field of the sign-in page: a phone number, an e-mail address or the identity number, as people type them."""

import unicodedata
from dataclasses import dataclass

from idp.citizens import contacts
from idp.crypto.digests import keyed_digest
from idp.registry.identity_number import normalise as digits_of
from idp.store.models import Citizen
from idp.store.repositories.installation_secrets import InstallationSecrets

LONGEST = 320
_NUMBER_DIGITS = 12


@dataclass(frozen=True)
class Login:
    """What was typed, as accounts are found by it: `phone`, `email`, `number` or `unknown`, in its one spelling."""

    kind: str
    value: str


def read(typed: str) -> Login:
    """What somebody typed. Any text gives one: a login of nobody is treated like a known one."""
    text = typed[:LONGEST]
    digits = digits_of(text)
    if len(digits) == _NUMBER_DIGITS and digits.isascii() and digits.isdigit():
        return Login("number", digits)
    contact = contacts.read(text)
    if isinstance(contact, contacts.Contact):
        return Login(str(contact.kind), contact.value)
    return Login("unknown", unicodedata.normalize("NFKC", text).strip().casefold())


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
