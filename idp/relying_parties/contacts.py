"""Who answers for an application. Contacts are people: they are kept sealed, and the audit log learns no name."""

from typing import Any

from msgspec import to_builtins

from idp.crypto.sealing import Sealer
from idp.relying_parties.metadata import Metadata
from idp.store.models import Client

CONTACTS = ("technical_contact", "legal_contact")
_WHERE = "client.contacts_sealed"


class Contacts:
    """Seals and opens the contacts of applications."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def of(self, client: Client) -> dict[str, Any]:
        """The members `technical_contact` and `legal_contact`, where they are known."""
        if client.contacts_sealed is None:
            return {}
        found: dict[str, Any] = self._sealer.open_json(client.contacts_sealed, _WHERE)
        return found

    def column(self, client: Client | None, members: Metadata) -> dict[str, Any]:
        """The column a registration's contacts are kept in; nothing where they are what they were.

        Args:
            client: What is registered so far.
            members: What is to be registered.
        """
        named = {name: to_builtins(getattr(members, name)) for name in CONTACTS if getattr(members, name)}
        given = {name: value for name, value in named.items() if value}
        if given == (self.of(client) if client is not None else {}):
            return {}
        return {"contacts_sealed": self._sealer.seal_json(given, _WHERE) if given else None}

    def addresses(self, client: Client) -> list[str]:
        """The mail addresses of everybody who answers for an application, each once."""
        listed = [str(each) for each in client.metadata_.get("contacts", []) if "@" in str(each)]
        named = [contact["email"] for contact in self.of(client).values() if contact.get("email")]
        return list(dict.fromkeys([*named, *listed]))
