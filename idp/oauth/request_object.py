"""Authorization requests that a client signed, by value or by reference (RFC 9101; OpenID Connect Core, 6).

Source: RFC 9101, 4 to 6 and 10; FAPI 2.0 Message Signing, 5.3.1, for clients that must sign.
"""

import json
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urldefrag

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
from idp.oauth.request import MAY_REPEAT, Parameters

REQUEST_OBJECT_ALGORITHMS = PLAIN.signing_algorithms
TYPE = "oauth-authz-req+jwt"

SKEW = timedelta(seconds=30)
"""How far a client's clock may be from ours, either way."""
LONGEST_LIFE = timedelta(minutes=60)
"""For clients that must sign: how old `nbf` may be, and how long after it `exp` may come."""

FetchText = Callable[[str], str]
"""Gets a text from an address a client named; raises when it cannot."""

_TYPES = frozenset({TYPE, f"application/{TYPE}", "jwt"})
_OF_THE_TOKEN = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti", "sub"})
_MOST_MEMBERS = 100
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
        return Parameters(_pairs(token.claims))

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
        place = urldefrag(address).url
        registered = client.registered("request_uris") or []
        if registered and address not in registered and place not in map(_without_fragment, registered):
            raise InvalidRequestURIError("The request_uri is not one of the request_uris of the client.")
        try:
            return self._fetch(place).strip()
        except Exception as cause:  # a stranger's server: whatever goes wrong there, there is no request
            _log.warning("request object of client %s: %s", client.client_id, type(cause).__name__)
            raise InvalidRequestURIError(
                "There is no request object at the request_uri, or it cannot be reached."
            ) from cause

    def _fault(self, kind: object, claims: dict[str, Any], client: RegisteredClient) -> str | None:
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        is_strict = client.profile.requires_signed_requests
        checks = {
            f"typ is not {TYPE}": not isinstance(kind, str) or kind.lower() not in _TYPES,
            "client_id is not that of the request": claims.get("client_id") != client.client_id,
            "iss is not the client": claims.get("iss", client.client_id) != client.client_id,
            "aud does not name the issuer": (is_strict or "aud" in claims) and self._issuer not in audiences,
            # What a client signs to prove who it is must not pass for a request, nor a request for that.
            "sub names the client": claims.get("sub") == client.client_id,
            "there is another request or request_uri": not {"request", "request_uri"}.isdisjoint(claims),
            "there are too many members": len(claims) > _MOST_MEMBERS,
            "a text cannot be read": not all(map(_is_readable, claims.values())),
        }
        fault = next((reason for reason, is_wrong in checks.items() if is_wrong), None)
        return fault or next(self._faults_of_time(claims, is_strict=is_strict), None)

    def _faults_of_time(self, claims: dict[str, Any], *, is_strict: bool) -> Iterator[str]:
        now = self._clock().timestamp()
        skew, longest = SKEW.total_seconds(), LONGEST_LIFE.total_seconds()
        for name in ("exp", "nbf", "iat"):
            if claims.get(name) is not None and not _is_moment(claims[name]):
                yield f"{name} is not a number of seconds"
        start, end, made = claims.get("nbf"), claims.get("exp"), claims.get("iat")
        if end is not None and end <= now - skew:
            yield "exp is past"
        for name, moment in (("nbf", start), ("iat", made)):
            if moment is not None and moment > now + skew:
                yield f"{name} is ahead"
        if not is_strict:
            return
        if end is None or start is None:
            yield "exp is missing" if end is None else "nbf is missing"
        elif start < now - longest - skew:
            yield "nbf is more than 60 minutes old"
        elif end > start + longest:
            yield "exp is more than 60 minutes after nbf"


def algorithms_of(client: RegisteredClient) -> tuple[str, ...]:
    """With which algorithms a client may sign its requests: the registered one, or those of its profile."""
    only = client.registered("request_object_signing_alg")
    return tuple(name for name in client.profile.signing_algorithms if only in (None, name))


def _pairs(claims: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The parameters in claims; structured ones as the JSON they would be in a form (Core, 6.1)."""
    for name, value in claims.items():
        if name in _OF_THE_TOKEN or value is None:
            continue
        if isinstance(value, str):
            yield name, value
        elif name in MAY_REPEAT and isinstance(value, list):
            yield from ((name, str(each)) for each in value)
        else:
            yield name, json.dumps(value, separators=(",", ":"))


def _is_readable(value: Any) -> bool:
    # No address and no database holds NUL, or half a surrogate pair.
    texts = value if isinstance(value, list) else [value]
    return not any(
        sign == "\0" or "\ud800" <= sign <= "\udfff"
        for text in texts
        if isinstance(text, str)
        for sign in text
    )


def _is_moment(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return True


def _without_fragment(address: str) -> str:
    return str(urldefrag(address).url)
