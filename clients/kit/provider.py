"""What an application knows of the provider: metadata and keys, fetched when first needed, then kept for a while.

Source: OpenID Connect Discovery 1.0, sections 3 and 4; RFC 8414.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

import requests
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import Token

SECONDS_TO_CONNECT_AND_READ = (3.05, 10)
SECONDS_BETWEEN_KEY_FETCHES = 10
SECONDS_TO_KEEP = 15 * 60
SECONDS_TO_SPARE_IT = 2
ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Signatures with public keys only: `none` and shared secrets have no place here (RFC 8725, 3.1)."""

LONGEST_TOKEN = 16_384
_NEEDED = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
_log = logging.getLogger(__name__)

Fetch = Callable[[str], Any]


class ProviderUnreachable(Exception):
    """No usable answer from the provider. Says nothing about the citizen; trying again may help."""


class TokenRefused(Exception):
    """A token that is not what it says, and why."""


def fetch_json(address: str) -> Any:
    """Fetch a JSON document.

    Raises:
        ProviderUnreachable: There is none.
    """
    try:
        # A redirect would let somebody else speak for the provider (Discovery, 4.2).
        answer = requests.get(address, timeout=SECONDS_TO_CONNECT_AND_READ, allow_redirects=False)
        answer.raise_for_status()
        if answer.status_code != requests.codes.ok:
            raise ProviderUnreachable(f"{address} answered {answer.status_code}")
        return answer.json()
    except (requests.RequestException, ValueError) as reason:
        raise ProviderUnreachable(f"{address}: {type(reason).__name__}") from reason


class Provider:
    """One provider. The application starts without it; whoever needs it first, asks it."""

    def __init__(
        self, issuer: str, fetch: Fetch = fetch_json, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.issuer = issuer
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._metadata: dict[str, Any] = {}
        self._metadata_at = 0.0
        self._failed_at: float | None = None
        self._keys: dict[str, Any] = {}
        self._keys_at = 0.0

    def metadata(self) -> dict[str, Any]:
        """The provider's own words about itself.

        Raises:
            ProviderUnreachable: There are none, or they are another provider's.
        """
        with self._lock:
            if not self._metadata or self._clock() - self._metadata_at > SECONDS_TO_KEEP:
                self._renew_metadata()
            return self._metadata

    def key_set(self, *, force: bool = False) -> dict[str, Any]:
        """The provider's public keys.

        Args:
            force: A key is missing: ask again, unless that was done a moment ago.

        Raises:
            ProviderUnreachable: There are none.
        """
        address = self.metadata().get("jwks_uri", "")
        with self._lock:
            age = self._clock() - self._keys_at
            limit = SECONDS_BETWEEN_KEY_FETCHES if force else SECONDS_TO_KEEP
            if not self._keys or age > limit:
                self._keys, self._keys_at = _key_document(self._fetch(address)), self._clock()
            return self._keys

    def read(self, text: str, kind: str) -> Token:
        """A token of the provider: its signature is checked, and that it is of the wanted kind. Nothing else is.

        Args:
            text: The token.
            kind: What its header must say under `typ`, in lower case (RFC 8725, 3.11).

        Raises:
            TokenRefused: It is not one.
            ProviderUnreachable: There are no keys to check it with.
        """
        if len(text) > LONGEST_TOKEN:
            raise TokenRefused("the token is too long")
        try:
            token = self._decode(text)
        except (JoseError, ValueError, TypeError, RecursionError) as reason:
            raise TokenRefused(f"the signature does not hold ({type(reason).__name__})") from reason
        if str(token.header.get("typ", "")).lower().removeprefix("application/") != kind:
            raise TokenRefused(f"the token is no {kind}")
        return token

    def _decode(self, text: str) -> Token:
        try:
            return _verified(text, self.key_set())
        except InvalidKeyIdError:
            return _verified(text, self.key_set(force=True))

    def _renew_metadata(self) -> None:
        try:
            document = self._fetch_sparingly(f"{self.issuer}/.well-known/openid-configuration")
            self._metadata, self._metadata_at = _own_metadata(document, self.issuer), self._clock()
        except ProviderUnreachable as reason:
            if not self._metadata:
                raise
            _log.warning("the provider's metadata is kept, though old: %s", reason)

    def _fetch_sparingly(self, address: str) -> Any:
        # Visitors wait in line for this: a provider that just failed is not asked once for each of them.
        if self._failed_at is not None and self._clock() - self._failed_at < SECONDS_TO_SPARE_IT:
            raise ProviderUnreachable("it failed a moment ago")
        try:
            document = self._fetch(address)
        except ProviderUnreachable:
            self._failed_at = self._clock()
            raise
        self._failed_at = None
        return document


def _own_metadata(document: Any, issuer: str) -> dict[str, Any]:
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise ProviderUnreachable("the discovery document is not the issuer's own")
    if not all(isinstance(document.get(name), str) for name in _NEEDED):
        raise ProviderUnreachable("the discovery document lacks an endpoint")
    offered = document.get("id_token_signing_alg_values_supported", ALGORITHMS)
    accepted = [name for name in ALGORITHMS if name in offered]
    return {**document, "id_token_signing_alg_values_supported": accepted}


def _key_document(document: Any) -> dict[str, Any]:
    if not isinstance(document, dict) or not isinstance(document.get("keys"), list):
        raise ProviderUnreachable("the key set is none")
    return document


def _verified(text: str, keys: Any) -> Token:
    registry = JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    return jwt.decode(text, KeySet.import_key_set(keys), registry=registry)
