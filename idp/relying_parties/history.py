"""Every version a registration has had: who made it, when and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.relying_parties.contacts import Contacts
from idp.relying_parties.document import document_of
from idp.store.models import Client, ClientVersion
from idp.store.repositories.client_versions import ClientVersions

LONGEST_WHY = 500
_WHERE = "client_version.document_sealed"
_NOT_A_MEMBER = ("state", "client_id_issued_at")


@dataclass(frozen=True, kw_only=True)
class Act:
    """Who changes a registration, and why.

    Args:
        operator_id: The operator; None for the command line, and where the application does so itself.
        by: `client` where the application does so itself.
        why: In words.
    """

    operator_id: str | None = None
    by: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Version:
    """One version, opened."""

    number: int
    at: datetime
    act: Act
    document: dict[str, Any]


class History:
    """Keeps versions, sealed, and opens them again."""

    def __init__(self, versions: ClientVersions, sealer: Sealer, clock: Clock) -> None:
        self._versions = versions
        self._sealer = sealer
        self._clock = clock
        self.contacts = Contacts(sealer)
        self.on_keep: list[Callable[[Client], object]] = []
        """Called with every application that was registered or changed, in the same transaction."""

    def document(self, client: Client) -> dict[str, Any]:
        """Everything registered for an application, with the people who answer for it."""
        return {**document_of(client), **self.contacts.of(client)}

    def now(self, client: Client) -> Version:
        """A registration as it is, whoever made it so."""
        return Version(client.version, client.updated_at, Act(), _members(self.document(client)))

    def begin(self, client_id: str, first: Version) -> None:
        """At the first change that is kept: keep what was there before."""
        if not self._versions.has_any(client_id):
            self._keep(client_id, first)

    def keep(self, client: Client, act: Act) -> None:
        """Keep a registration as it is now."""
        document = _members(self.document(client))
        self._keep(client.client_id, Version(client.version, self._clock(), act, document))
        for listener in self.on_keep:
            listener(client)

    def all(self, client: Client) -> list[Version]:
        """Every version, the latest first; before the first change what there is now."""
        found = self._versions.all(client.client_id)
        if not found:
            return [self.now(client)]
        return self._opened(found)

    def at(self, client: Client, version: int) -> Version | None:
        """The registration as it was when it had this version number."""
        found = self._versions.at(client.client_id, version)
        if found is None:
            return self.now(client) if version == client.version else None
        return self._opened([found])[0]

    def _keep(self, client_id: str, version: Version) -> None:
        self._versions.add(
            client_id=client_id,
            version=version.number,
            at=version.at,
            operator_id=version.act.operator_id,
            by=version.act.by,
            why=version.act.why[:LONGEST_WHY],
            document_sealed=self._sealer.seal_json(version.document, _WHERE),
        )

    def _opened(self, rows: Sequence[ClientVersion]) -> list[Version]:
        return [
            Version(
                row.version,
                row.at,
                Act(operator_id=row.operator_id, by=row.by, why=row.why),
                self._sealer.open_json(row.document_sealed, _WHERE),
            )
            for row in rows
        ]


def _members(document: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name not in _NOT_A_MEMBER}
