"""Replacing the secrets of a registered application."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from idp.audit.events.admin import ClientSecretAdded, ClientSecretRevoked
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.relying_parties.rules import SECRET_METHODS
from idp.relying_parties.secrets import ClientSecrets, KeptSecret
from idp.store.models import Client
from idp.store.repositories.clients import Clients

LONGEST_OVERLAP = timedelta(days=90)


@dataclass(frozen=True)
class NewSecret:
    """A secret in clear, for the one time it is shown, and the older ones with their ends."""

    client: Client
    secret: str
    kept: KeptSecret
    older: tuple[KeptSecret, ...]


class NotRotated(Enum):
    """Why no secret was changed."""

    NO_SUCH_CLIENT = auto()
    WITHOUT_SECRETS = auto()
    LAST_ONE = auto()
    OVERTAKEN = auto()


class SecretRotation:
    """Adds and ends secrets, each act with its record in the audit log."""

    def __init__(self, clients: Clients, secrets: ClientSecrets, audit: AuditLog, clock: Clock) -> None:
        self._clients = clients
        self._secrets = secrets
        self._audit = audit
        self._clock = clock

    def rotate(
        self, client_id: str, overlap: timedelta, *, operator_id: str | None = None
    ) -> NewSecret | NotRotated:
        """Give an application a new secret.

        Args:
            client_id: Which application.
            overlap: How long the older secrets go on; zero ends them at once, 90 days are the most.
            operator_id: Who acts; None for the command line.
        """
        client = self._clients.find(client_id)
        if client is None:
            return NotRotated.NO_SUCH_CLIENT
        method = client.metadata_.get("token_endpoint_auth_method")
        if method not in SECRET_METHODS:
            return NotRotated.WITHOUT_SECRETS
        overlap = max(timedelta(0), min(overlap, LONGEST_OVERLAP))
        secret = self._secrets.new(method)
        kept = self._secrets.kept(client_id, secret, method)
        following = self._secrets.succeeded_by(client, kept, overlap)
        older = tuple(self._secrets.live(client))
        if not self._keep(client, following):
            return NotRotated.OVERTAKEN
        self._audit.record(
            ClientSecretAdded(
                client_id=client_id,
                secret_id=kept.id,
                overlap_seconds=int(overlap.total_seconds()),
                ending=tuple(each.id for each in older),
                operator_id=operator_id,
            )
        )
        return NewSecret(client, secret, kept, tuple(following[1:]))

    def revoke(
        self, client_id: str, secret_id: str, *, operator_id: str | None = None
    ) -> NotRotated | Client:
        """End one secret at once. The last live one stays: suspending is the way to stop an application."""
        client = self._clients.find(client_id)
        if client is None:
            return NotRotated.NO_SUCH_CLIENT
        live = self._secrets.live(client)
        left = [each for each in live if each.id != secret_id]
        if len(left) == len(live):
            return client
        if not any(each.expires_at is None for each in left):
            return NotRotated.LAST_ONE
        if not self._keep(client, left):
            return NotRotated.OVERTAKEN
        self._audit.record(
            ClientSecretRevoked(client_id=client_id, secret_id=secret_id, operator_id=operator_id)
        )
        return client

    def _keep(self, client: Client, secrets: list[KeptSecret]) -> bool:
        written = [each.written() for each in secrets]
        return self._clients.change(client.client_id, client.version, self._clock(), secrets=written)
