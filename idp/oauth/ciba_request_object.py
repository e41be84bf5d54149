"""Signed requests for a citizen's approval (OpenID Connect CIBA, 7.1.1; FAPI-CIBA, 5.2.2).

Unlike a signed authorization request, one of these is good once, and every one of its seven claims is required.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.client_signature import verified
from idp.oauth.ports import UsedAssertions
from idp.oauth.request import Parameters

ALGORITHM_MEMBER = "backchannel_authentication_request_signing_alg"

SKEW = timedelta(seconds=30)
"""How far a client's clock may be from ours, either way."""
LONGEST_LIFE = timedelta(minutes=60)
"""From `nbf` to `exp`; and how old `nbf` may be."""

_LONGEST = 16 * 1024
_LONGEST_JTI = 255
_OF_THE_TOKEN = frozenset({"iss", "aud", "exp", "nbf", "iat", "jti"})


class BackchannelRequestObjects:
    """Reads them, each once."""

    def __init__(self, issuer: str, keys: ClientKeys, used: UsedAssertions, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._used = used
        self._clock = clock

    def read(self, text: str, client: RegisteredClient) -> Parameters:
        """The parameters in a signed request.

        Args:
            text: The compact JWT.
            client: Who has to have signed it, with the algorithm it registered.

        Raises:
            InvalidRequestError: It is not, or one of its claims is wrong, or it came before.
        """
        algorithm = str(client.registered(ALGORITHM_MEMBER))
        token = verified(text, self._keys.of(client), [algorithm]) if len(text) <= _LONGEST else None
        if token is None:
            raise InvalidRequestError(
                f"The request is not a JWT signed by a registered key of the client with {algorithm}."
            )
        fault = next(self._faults(token.claims, client), None)
        if fault is not None:
            raise InvalidRequestError(f"In the signed request {fault}.")
        ends = datetime.fromtimestamp(token.claims["exp"], UTC)
        name = f"backchannel:{digest(token.claims['jti'])}"
        if not self._used.spend(client.client_id, name, ends + SKEW):
            raise InvalidRequestError("In the signed request jti is not fresh: it was used before.")
        return Parameters(_pairs(token.claims))

    def _faults(self, claims: dict[str, Any], client: RegisteredClient) -> Iterator[str]:
        audience, jti = claims.get("aud"), claims.get("jti")
        if claims.get("iss") != client.client_id:
            yield "iss is not the client"
        if self._issuer not in (audience if isinstance(audience, list) else [audience]):
            yield "aud does not name the issuer"
        if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
            yield "jti is missing or too long"
        if not {"request", "request_uri"}.isdisjoint(claims):
            yield "there is another request or request_uri"
        if not all(map(_is_readable, claims.values())):
            yield "a text cannot be read"
        yield from self._faults_of_time(claims)

    def _faults_of_time(self, claims: dict[str, Any]) -> Iterator[str]:
        for name in ("exp", "nbf", "iat"):
            if not _is_moment(claims.get(name)):
                yield f"{name} is missing or not a number of seconds"
        now, skew, longest = self._clock().timestamp(), SKEW.total_seconds(), LONGEST_LIFE.total_seconds()
        start, end = claims["nbf"], claims["exp"]
        if end <= now - skew:
            yield "exp is past"
        for name in ("nbf", "iat"):
            if claims[name] > now + skew:
                yield f"{name} is ahead"
        if start < now - longest - skew:
            yield "nbf is more than 60 minutes old"
        if end > start + longest:
            yield "exp is more than 60 minutes after nbf"


def _pairs(claims: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in claims.items():
        if name not in _OF_THE_TOKEN and value is not None:
            yield name, value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _is_readable(value: Any) -> bool:
    # No database holds NUL, or half a surrogate pair.
    return not isinstance(value, str) or not any(
        sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value
    )


def _is_moment(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return False
    return True
