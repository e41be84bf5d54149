"""The public keys of applications: registered, or fetched from their `jwks_uri` (OpenID Connect Core, 10.1).

Whoever can name a client can make us look for a key it does not have, so how often a client's server is asked does
not hang on how often, with how many names of keys, or from how many threads somebody tries.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from joserfc.jwk import Key, KeySet

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.jws import UNREADABLE

Fetch = Callable[[str], Any]
"""Gets a JSON document from an address a client registered, within its time limit; raises when it cannot."""

FRESH_FOR = timedelta(minutes=10)
AT_MOST_TWICE_IN = timedelta(seconds=10)
"""Twice, and not once: a client that has just been asked may change its keys in the next second."""

_WAIT_SECONDS = 5.0
"""For another thread that is asking already; longer than the time limit of its question."""
_MOST_ADDRESSES = 1_000

_log = logging.getLogger("idp.oauth.client_keys")


@dataclass(frozen=True)
class _Known:
    keys: KeySet | None = None
    fetched_at: datetime | None = None
    asked_at: tuple[datetime, ...] = ()

    def keys_at(self, now: datetime) -> KeySet | None:
        is_fresh = self.fetched_at is not None and now - self.fetched_at < FRESH_FOR
        return self.keys if is_fresh else None

    def may_ask_at(self, now: datetime) -> bool:
        return sum(now - each < AT_MOST_TWICE_IN for each in self.asked_at) < 2


class ClientKeys:
    """Knows with which keys a client's signatures are checked, and its answers encrypted."""

    def __init__(self, fetch: Fetch, clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._asking: dict[str, Lock] = {}
        self._lock = Lock()

    def of(self, client: RegisteredClient, kid: object = None) -> Iterator[KeySet]:
        """Key sets to try, one after the other: what is known, then, if that did not help, what is there now.

        Args:
            client: Whose.
            kid: The name of the key that is looked for; where it is known, nothing newer is looked for.
        """
        if (registered := client.registered("jwks")) is not None:
            yield from _imported(registered)
        elif isinstance(address := client.registered("jwks_uri"), str):
            seen = self._of_address(address).keys_at(self._clock())
            if seen is not None:
                yield seen
            # A stranger's kid may be of any type: it is compared, and never looked up.
            if seen is None or kid is None or all(key.kid != kid for key in seen.keys):
                found = self._looked_up(address)
                yield from [found] if found is not None and found is not seen else []

    def _of_address(self, address: str) -> _Known:
        return self._known.get(address, _Known())

    def _looked_up(self, address: str) -> KeySet | None:
        """What is there now, as far as the server may be asked; one thread asks for all that wait."""
        asking = self._lock_of(address)
        if not asking.acquire(timeout=_WAIT_SECONDS):
            return None
        try:
            known, now = self._of_address(address), self._clock()
            if known.may_ask_at(now):
                known = self._asked(address, known, now)
                self._known[address] = known
            return known.keys_at(now)
        finally:
            asking.release()

    def _asked(self, address: str, known: _Known, now: datetime) -> _Known:
        try:
            found = next(_imported(self._fetch(address)), None)
        except Exception as cause:  # noqa: BLE001  a stranger's server: whatever goes wrong there, its keys are unknown
            _log.warning("keys at %s: %s", address, type(cause).__name__)
            found = None
        asked_at = (*known.asked_at[-1:], now)
        # A server that is down for a moment does not take the keys along that it gave before.
        kept = (found, now) if found is not None else (known.keys, known.fetched_at)
        return _Known(*kept, asked_at)

    def _lock_of(self, address: str) -> Lock:
        with self._lock:
            if address not in self._asking:
                for forgotten in list(self._asking)[: len(self._asking) - _MOST_ADDRESSES + 1]:
                    self._asking.pop(forgotten)
                    self._known.pop(forgotten, None)
            return self._asking.setdefault(address, Lock())


def _imported(document: Any) -> Iterator[KeySet]:
    """The keys of a document that are understood: the others are for somebody else (RFC 7517, 5)."""
    entries = document.get("keys") if isinstance(document, dict) else None
    keys = [key for entry in entries for key in _understood(entry)] if isinstance(entries, list) else []
    if keys:
        yield KeySet(keys)
    else:
        _log.warning("a client's key set holds no usable key")


def _understood(entry: Any) -> list[Key]:
    try:
        return list(KeySet.import_key_set({"keys": [entry]}).keys)
    except UNREADABLE as cause:
        _log.warning("a key of a client is unusable: %s", type(cause).__name__)
        return []
