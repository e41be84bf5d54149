"""Builds the provider from what is given to it, from the inside out."""

from collections.abc import Callable
from dataclasses import dataclass

from idp.clock import Clock
from idp.config import Settings
from idp.oauth.client_assertion import ClientAssertions
from idp.oauth.client_auth import ClientAuthentication
from idp.oauth.client_keys import ClientKeys, Fetch
from idp.oauth.ports import Keys, Outside
from idp.oauth.records import ClientRecord
from idp.oauth.server import Provider
from idp.oauth.subjects import Subjects


@dataclass(frozen=True, kw_only=True)
class Means:
    """What the provider works with besides its stores.

    Args:
        keys: The provider's own keys.
        salt: Of pairwise subjects; outlives every key.
        secret_matches: Whether a text is a live secret of a client.
        fetch: Gets a JSON document from an address a client registered.
        clock: The only source of time.
    """

    keys: Keys
    salt: Callable[[], bytes]
    secret_matches: Callable[[ClientRecord, str], bool]
    fetch: Fetch
    clock: Clock


def build_provider(settings: Settings, outside: Outside, means: Means) -> Provider:
    """The provider.

    Args:
        settings: What the deployment decided.
        outside: Stores, people, and the audit log.
        means: Keys, salt, clock, and the way out.
    """
    keys = ClientKeys(means.fetch, means.clock)
    assertions = ClientAssertions(settings.issuer, keys, outside.used_assertions, means.clock)
    client_auth = ClientAuthentication(outside.clients, means.secret_matches, assertions)
    subjects = Subjects(means.salt)
    return Provider(
        settings, outside, keys=means.keys, subjects=subjects, client_auth=client_auth, clock=means.clock
    )
