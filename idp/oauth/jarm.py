"""Authorization responses as signed tokens (JWT Secured Authorization Response Mode, JARM)."""

from collections.abc import Mapping
from datetime import timedelta

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.encryption import Encryption, NoEncryptionKey
from idp.oauth.ports import Keys
from idp.oauth.signing import signed

LIFETIME = timedelta(minutes=2)
"""Ten minutes is the most the specification recommends; a code lives for less than one."""

_KIND = "authorization"


class SignedResponses:
    """Puts everything an authorization response says into one token."""

    def __init__(self, issuer: str, keys: Keys, encryption: Encryption, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._encryption = encryption
        self._clock = clock

    def signed(self, client: RegisteredClient, said: Mapping[str, str]) -> str:
        """The token: signed, and encrypted if the client registered for that.

        A code that cannot be encrypted is not sent; the client is told why, which is no secret (JARM, 2.2).

        Args:
            client: To whom it is said.
            said: The parameters of the response, success or error.
        """
        try:
            return self._encryption.encrypted(client, _KIND, self._token(client, said))
        except NoEncryptionKey as error:
            kept = {name: said[name] for name in ("state", "iss") if name in said}
            fault = {"error": str(error.error), "error_description": str(error.description)}
            return self._token(client, said if "error" in said else {**fault, **kept})

    def _token(self, client: RegisteredClient, said: Mapping[str, str]) -> str:
        ends = self._clock() + LIFETIME
        claims = {**said, "iss": self._issuer, "aud": client.client_id, "exp": int(ends.timestamp())}
        algorithm = client.signing_algorithm("authorization_signed_response_alg")
        key = self._keys.signer(algorithm)
        return signed(claims, key, algorithm)
