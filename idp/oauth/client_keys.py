"""The public keys of applications: registered, or fetched from their `jwks_uri` (OpenID Connect Core, 10.1)."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from idp.clock import Clock
from idp.oauth.client import RegisteredClient

Fetch = Callable[[str], Any]
"""Gets a JSON document from an address a client registered; raises when it cannot."""

FRESH_FOR = timedelta(minutes=10)
AT_MOST_EVERY = timedelta(seconds=5)
"""A client that signs with a key we do not know is looked up again, but not more often than this."""

_log = logging.getLogger("idp.oauth.client_keys")


@dataclass(frozen=True)
class _Fetched:
    keys: KeySet | None
    at: datetime


class ClientKeys:
    """Knows with which keys a client's signatures are checked."""

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: dict[str, _Fetched] = {}

    def of(self, client: RegisteredClient) -> Iterator[KeySet]:
        """Key sets to try, one after the other: what is known, then, if that did not help, what is there now."""
        if (registered := client.registered("jwks")) is not None:
            yield from _imported(registered)
        elif isinstance(address := client.registered("jwks_uri"), str):
            before = self._known.get(address)
            if before is not None and before.keys is not None and self._age(before) < FRESH_FOR:
                yield before.keys
            if before is None or self._age(before) >= AT_MOST_EVERY:
                yield from self._fetched(address)

    def _age(self, fetched: _Fetched) -> timedelta:
        return self._clock() - fetched.at

    def _fetched(self, address: str) -> Iterator[KeySet]:
        try:
            found = list(_imported(self._fetch(address)))
        except Exception as cause:  # noqa: BLE001  a stranger's server: whatever goes wrong there, its keys are unknown
            _log.warning("keys at %s: %s", address, type(cause).__name__)
            found = []
        self._known[address] = _Fetched(found[0] if found else None, self._clock())
        yield from found


def _imported(document: Any) -> Iterator[KeySet]:
    try:
        yield KeySet.import_key_set(document)
    except (JoseError, KeyError, TypeError, ValueError) as cause:
        _log.warning("a client's key set is unusable: %s", type(cause).__name__)
