"""Signed requests for a citizen's approval (OpenID Connect CIBA, 7.1.1; FAPI-CIBA, 5.2.2).

Unlike a signed authorization request, one of these is good once, and every one of its seven claims is required.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.client_signature import verified
from idp.oauth.jws import LONGEST
from idp.oauth.ports import UsedAssertions
from idp.oauth.request import Parameters
from idp.oauth.signed_parameters import SKEW, faults_of_members, faults_of_time, pairs

ALGORITHM_MEMBER = "backchannel_authentication_request_signing_alg"

_LONGEST_JTI = 255
_REQUIRED = ("exp", "nbf", "iat")


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
        token = verified(text, self._keys.of(client), [algorithm]) if len(text) <= LONGEST else None
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
        return Parameters(pairs(token.claims))

    def _faults(self, claims: dict[str, Any], client: RegisteredClient) -> Iterator[str]:
        jti = claims.get("jti")
        if claims.get("iss") != client.client_id:
            yield "iss is not the client"
        if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI:
            yield "jti is missing or too long"
        yield from faults_of_members(claims, self._issuer, is_strict=True)
        yield from faults_of_time(claims, self._clock(), _REQUIRED)
