"""How the relying parties' side is put together."""

from collections.abc import Callable
from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.relying_parties.offer import Offer
from idp.relying_parties.registration import Registrations
from idp.relying_parties.secret_rotation import SecretRotation
from idp.relying_parties.secrets import ClientSecrets
from idp.relying_parties.trials import Trials
from idp.store.repositories.clients import Clients


@dataclass(frozen=True, kw_only=True)
class ClientDesk:
    """Registrations of applications, their secrets, and trying them."""

    registrations: Registrations
    secrets: ClientSecrets
    rotation: SecretRotation
    trials: Trials


def build_client_desk(
    clients: Clients, secret_key: Callable[[], bytes], offer: Offer, audit: AuditLog, clock: Clock
) -> ClientDesk:
    """Build it.

    Args:
        clients: The registered applications.
        secret_key: The key of the digests of secrets.
        offer: What there is to register for.
        audit: The audit log.
        clock: The only source of time.
    """
    secrets = ClientSecrets(secret_key, clock)
    return ClientDesk(
        registrations=Registrations(clients, secrets, offer, audit, clock),
        secrets=secrets,
        rotation=SecretRotation(clients, secrets, audit, clock),
        trials=Trials(clients, audit, clock),
    )
