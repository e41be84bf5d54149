"""The secrets an application has, and those a file refers to."""

from idp.declared.references import Reference
from idp.relying_parties.rules import SECRET_METHODS
from idp.services import Services
from idp.store.db import db
from idp.store.models import Client


class KeptSecrets:
    """Compares secrets with references, and keeps those that are referred to.

    Args:
        services: The installation.
    """

    def __init__(self, services: Services) -> None:
        self._secrets = services.client_desk.secrets
        self._clients = services.clients
        self._clock = services.clock

    def check(self, references: tuple[Reference, ...] | None) -> None:
        """See that every secret is there.

        Raises:
            Unresolved: One is not.
        """
        for each in references or ():
            each.resolve()

    def differ(self, client: Client, references: tuple[Reference, ...] | None) -> bool:
        """Whether an application has other secrets than a file refers to; never where the file names none.

        Raises:
            Unresolved: A secret is not where the file says.
        """
        if references is None or not _has_secrets(client):
            return False
        wanted = [each.resolve() for each in references]
        live = self._secrets.live(client)
        return len(live) != len(wanted) or not all(self._is_kept(client, secret) for secret in wanted)

    def keep(self, client: Client, references: tuple[Reference, ...] | None) -> None:
        """Have an application accept exactly the secrets a file refers to."""
        if references is None or not self.differ(client, references):
            return
        method = client.metadata_.get("token_endpoint_auth_method")
        kept = [self._secrets.kept(client.client_id, each.resolve(), method) for each in references]
        written = [each.written() for each in kept]
        self._clients.change(client.client_id, client.version, self._clock(), secrets=written)
        db.session.refresh(client)

    def _is_kept(self, client: Client, secret: str) -> bool:
        return secret in self._secrets.opened(client) or self._secrets.holds(client, secret)


def _has_secrets(client: Client) -> bool:
    return client.metadata_.get("token_endpoint_auth_method") in SECRET_METHODS
