"""Encrypting what is said to an application, to its own key (RFC 7516; RFC 7518, 4 and 5; OpenID Connect Core, 10.2).

What is encrypted, and how, is registered by pairs of members: `id_token_encrypted_response_alg` and `..._enc`, and
the same for `userinfo`, `authorization` (JARM) and `introspection` (RFC 9701).
"""

import logging
from collections.abc import Iterator

from authlib.oauth2.rfc6749 import OAuth2Error
from joserfc import jwe
from joserfc.jwk import Key, RSAKey

from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.jws import UNREADABLE

ENCRYPTION_ALGORITHMS = ("ECDH-ES", "ECDH-ES+A128KW", "ECDH-ES+A256KW", "RSA-OAEP-256")
CONTENT_ENCRYPTIONS = ("A128CBC-HS256", "A128GCM", "A256GCM")
"""The first is what a client gets that registered an algorithm for keys only."""

JWT = "JWT"
_AGREEING_CURVES = frozenset({"P-256", "P-384", "P-521", "X25519"})
_SMALLEST_RSA_KEY = 2048
_log = logging.getLogger("idp.oauth.encryption")


class NoEncryptionKey(OAuth2Error):
    """The client registered for encryption and its key cannot be had: nothing is said in clear instead.

    What was asked is undone, as after a fault of ours, so that the client can ask again once its keys are there.
    """

    error = "temporarily_unavailable"
    status_code = 503


class Encryption:
    """Encrypts for clients that registered for it."""

    def __init__(self, keys: ClientKeys) -> None:
        self._keys = keys

    def is_wanted(self, client: RegisteredClient, kind: str) -> bool:
        """Whether a client is to get a kind of answer encrypted: `id_token`, `userinfo`, ..."""
        return client.registered(f"{kind}_encrypted_response_alg") is not None

    def encrypted(self, client: RegisteredClient, kind: str, text: str, content_type: str = JWT) -> str:
        """A text as a client is to get it: encrypted if it registered so, else as it is.

        Args:
            client: To whom it is said.
            kind: What it is: `id_token`, `userinfo`, `authorization` or `introspection`.
            text: What to say, signed already where it has to be.
            content_type: What the text is, for the header; empty for plain JSON.

        Raises:
            NoEncryptionKey: The client has no usable key, or its keys cannot be had now.
        """
        algorithm = client.registered(f"{kind}_encrypted_response_alg")
        if algorithm is None:
            return text
        content = client.registered(f"{kind}_encrypted_response_enc") or CONTENT_ENCRYPTIONS[0]
        for key in self._usable(client, algorithm):
            said = {"alg": algorithm, "enc": content, "kid": _registered_name(key), "cty": content_type}
            header = {name: value for name, value in said.items() if value}
            try:
                return jwe.encrypt_compact(header, text, key, [algorithm, content])
            except (
                UNREADABLE
            ) as cause:  # a key for something else by its key_ops, or one that says nonsense of itself
                _log.warning("a key of %s encrypts nothing: %s", client.client_id, type(cause).__name__)
        raise NoEncryptionKey(
            f"The client has no key in its jwks, or at its jwks_uri, for its {kind}_encrypted_response_alg."
        )

    def _usable(self, client: RegisteredClient, algorithm: str) -> Iterator[Key]:
        for keys in self._keys.of(client):
            yield from sorted(
                (key for key in keys.keys if fits(key, algorithm)), key=lambda key: key.get("use") != "enc"
            )


def fits(key: Key, algorithm: str) -> bool:
    """Whether a key may be encrypted to with an algorithm; one made for signing never is."""
    if algorithm not in ENCRYPTION_ALGORITHMS or key.get("use") == "sig":
        return False
    if key.alg not in (None, algorithm):
        return False
    if algorithm == "RSA-OAEP-256":
        return isinstance(key, RSAKey) and key.public_key.key_size >= _SMALLEST_RSA_KEY
    return key.key_type in ("EC", "OKP") and key.get("crv") in _AGREEING_CURVES


def _registered_name(key: Key) -> object:
    # The library names every key; a client looks for the name it gave, or for none.
    return key.original_value.get("kid") if isinstance(key.original_value, dict) else None
