"""Authorization requests that a client signed, by value or by reference (RFC 9101; OpenID Connect Core, 6).

Source: RFC 9101, 4 to 6 and 10; FAPI 2.0 Message Signing, 5.3.1, for clients that must sign.
"""

import logging
from collections.abc import Callable
from itertools import chain
from typing import Any

from authlib.oidc.core.errors import (
    InvalidRequestObjectError,
    InvalidRequestURIError,
    RequestURINotSupportedError,
)

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.client_signature import verified
from idp.oauth.jws import LONGEST
from idp.oauth.profiles import PLAIN
from idp.oauth.request import Parameters
from idp.oauth.signed_parameters import faults_of_members, faults_of_time, pairs

REQUEST_OBJECT_ALGORITHMS = PLAIN.signing_algorithms
TYPE = "oauth-authz-req+jwt"

FetchText = Callable[[str], str]
"""Gets a text from an address a client named; raises when it cannot."""

_TYPES = frozenset({TYPE, f"application/{TYPE}", "jwt"})
_REQUIRED_OF_STRICT = ("exp", "nbf")
_log = logging.getLogger("idp.oauth.request_object")


class RequestObjects:
    """Reads request objects. What is outside of one counts nothing."""

    def __init__(self, issuer: str, keys: ClientKeys, fetch: FetchText, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._fetch = fetch
        self._clock = clock

    def read(self, text: str, client: RegisteredClient) -> Parameters:
        """The parameters in a request object.

        Args:
            text: The compact JWT.
            client: Who has to have signed it.

        Raises:
            InvalidRequestObjectError: It is not signed by the client as registered, or one of its claims is wrong.
        """
        if text.count(".") == 4:
            raise InvalidRequestObjectError("The request object is encrypted, which is not supported.")
        allowed = algorithms_of(client)
        if len(text) > LONGEST:
            raise InvalidRequestObjectError("The request object is too long.")
        token = verified(text, self._keys.of(client), allowed)
        if token is None:
            raise InvalidRequestObjectError(
                "The request object is not a JWT signed by a registered key of the client with "
                f"{' or '.join(allowed)}."
            )
        fault = self._fault(token.header.get("typ", TYPE), token.claims, client)
        if fault is not None:
            raise InvalidRequestObjectError(f"In the request object {fault}.")
        return Parameters(pairs(token.claims))

    def fetched(self, address: str, client: RegisteredClient) -> str:
        """The request object at an address, not verified yet.

        Args:
            address: `request_uri`; its fragment is a mark of the version, and is not sent (Core, 6.2).
            client: Who asks.

        Raises:
            RequestURINotSupportedError: The client's requests are not fetched, or it could not have signed one.
            InvalidRequestURIError: It is none of those registered, or there is nothing to be had.
        """
        if not client.profile.takes_foreign_request_uris:
            raise RequestURINotSupportedError("A request_uri of this client has to be one it was given here.")
        if client.registered("jwks") is None and client.registered("jwks_uri") is None:
            # Nobody makes us fetch what we could not check.
            raise RequestURINotSupportedError(
                "The request_uri cannot be used: the client has no jwks or jwks_uri."
            )
        place = _without_fragment(address)
        if place not in map(_without_fragment, client.registered("request_uris") or []):
            # Anybody can name a client and an address: else anybody could have us wait for a server of theirs.
            raise InvalidRequestURIError("The request_uri is not one of the request_uris of the client.")
        try:
            return self._fetch(place).strip()
        except Exception as cause:  # a stranger's server: whatever goes wrong there, there is no request
            _log.warning("request object of client %s: %s", client.client_id, type(cause).__name__)
            raise InvalidRequestURIError(
                "There is no request object at the request_uri, or it cannot be reached."
            ) from cause

    def _fault(self, kind: object, claims: dict[str, Any], client: RegisteredClient) -> str | None:
        is_strict = client.profile.requires_signed_requests
        checks = {
            f"typ is not {TYPE}": not isinstance(kind, str) or kind.lower() not in _TYPES,
            "client_id is not that of the request": claims.get("client_id") != client.client_id,
            "iss is not the client": claims.get("iss", client.client_id) != client.client_id,
            # What a client signs to prove who it is must not pass for a request, nor a request for that.
            "sub names the client": claims.get("sub") == client.client_id,
        }
        faults = chain(
            (reason for reason, is_wrong in checks.items() if is_wrong),
            faults_of_members(claims, self._issuer, is_strict=is_strict),
            faults_of_time(claims, self._clock(), _REQUIRED_OF_STRICT if is_strict else ()),
        )
        return next(faults, None)


def algorithms_of(client: RegisteredClient) -> tuple[str, ...]:
    """With which algorithms a client may sign its requests: the registered one, or those of its profile."""
    only = client.registered("request_object_signing_alg")
    return tuple(name for name in client.profile.signing_algorithms if only in (None, name))


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]
