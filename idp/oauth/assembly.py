"""Builds the provider from what is given to it, from the inside out."""

from collections.abc import Callable
from dataclasses import dataclass

from idp.clock import Clock
from idp.config import Settings
from idp.oauth.client_assertion import ClientAssertions, OpenSecrets
from idp.oauth.client_auth import ClientAuthentication
from idp.oauth.dpop import Proofs
from idp.oauth.dpop_nonce import Nonces
from idp.oauth.ports import Keys, Outside
from idp.oauth.records import ClientRecord
from idp.oauth.sender_constraint import SenderConstraint
from idp.oauth.server import Provider
from idp.oauth.subjects import Subjects
from idp.oauth.supported import path_of


@dataclass(frozen=True, kw_only=True)
class Means:
    """What the provider works with besides its stores.

    Args:
        keys: The provider's own keys.
        salt: Of pairwise subjects; outlives every key.
        secret_matches: Whether a text is a live secret of a client.
        open_secrets: The live secrets of a client that signs with them, in clear.
        nonce_key: Of the nonces in DPoP proofs: the same in every process.
        clock: The only source of time.
    """

    keys: Keys
    salt: Callable[[], bytes]
    secret_matches: Callable[[ClientRecord, str], bool]
    open_secrets: OpenSecrets
    nonce_key: Callable[[], bytes]
    clock: Clock


def build_provider(settings: Settings, outside: Outside, means: Means) -> Provider:
    """The provider.

    Args:
        settings: What the deployment decided.
        outside: Stores, people, and the audit log.
        means: Keys, salt, clock, and the way out.
    """
    known = outside.documents.keys, means.open_secrets, outside.used_assertions
    hosts = [host for host in (settings.issuer, settings.mtls_address) if host]
    us = (settings.issuer, *(host + path_of("token") for host in hosts))
    assertions = ClientAssertions(us, *known, means.clock)
    client_auth = ClientAuthentication(
        outside.clients, means.secret_matches, assertions, outside.documents.keys
    )
    subjects = Subjects(means.salt)
    proofs = Proofs(outside.used_assertions, Nonces(means.nonce_key, means.clock), means.clock)
    return Provider(
        settings,
        outside,
        keys=means.keys,
        subjects=subjects,
        client_auth=client_auth,
        senders=SenderConstraint(proofs, always_needs_nonce=settings.dpop_nonces),
        clock=means.clock,
    )
