"""A client signs who it is: `private_key_jwt`, `client_secret_jwt` (RFC 7523, 3; OpenID Connect Core, 9)."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc.jwk import Key, OctKey

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.client_signature import candidates
from idp.oauth.jws import SAME_AS, claims_of, header_of, verified
from idp.oauth.numeric_date import moment
from idp.oauth.ports import UsedAssertions
from idp.oauth.records import ClientRecord
from idp.oauth.request import ProtocolRequest

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
BY_KEY, BY_SECRET = "private_key_jwt", "client_secret_jwt"
ALGORITHMS_OF = {
    BY_KEY: ("RS256", "PS256", "ES256", "EdDSA", "Ed25519"),
    BY_SECRET: ("HS256", "HS384", "HS512"),
}
ASSERTION_ALGORITHMS = (*ALGORITHMS_OF[BY_KEY], *ALGORITHMS_OF[BY_SECRET])

BEHIND = timedelta(seconds=10)
"""How long after its end an assertion is still taken: a client's clock may run behind ours, too."""
AHEAD = timedelta(seconds=30)
"""How far a client's clock may run ahead of ours."""
LONGEST_LIFE = timedelta(hours=1)
"""How long before its end an assertion may be presented; it is remembered until then."""

_BITS = {"HS256": 256, "HS384": 384, "HS512": 512}
_LONGEST_JTI = 255

OpenSecrets = Callable[[ClientRecord], list[str]]
"""The live secrets of a client that signs with them, in clear."""


class AssertionRefused(Exception):
    """It proves nothing. The reason is for the log: which check failed, nothing that was sent."""


class ClientAssertions:
    """Checks assertions: signature, issuer, audience, times, and that none comes twice.

    Args:
        us: The names of this provider: first the issuer, then the addresses of its token endpoint.
        keys: The public keys of clients.
        secrets: The secrets of clients.
        used: Remembers which assertions came.
        clock: The only source of time.
    """

    def __init__(
        self, us: tuple[str, ...], keys: ClientKeys, secrets: OpenSecrets, used: UsedAssertions, clock: Clock
    ) -> None:
        self._issuer = us[0]
        self._us = us
        self._keys = keys
        self._secrets = secrets
        self._used = used
        self._clock = clock

    def check(self, client: RegisteredClient, assertion: str, request: ProtocolRequest) -> None:
        """Check that an assertion proves that the client is asking, now and for the first time.

        Args:
            client: Whom it claims to be from; its method is one of the two here.
            assertion: The compact JWT.
            request: The request it came with: the address it was sent to is one of its possible audiences.

        Raises:
            AssertionRefused: It does not.
        """
        claims = self._verified(client, assertion)
        if (reason := self._fault(client, claims, request)) is not None:
            raise AssertionRefused(reason)
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        if not self._used.spend(client.client_id, claims["jti"], ends + AHEAD):
            raise AssertionRefused("its jti was used before")

    def _verified(self, client: RegisteredClient, assertion: str) -> dict[str, Any]:
        header = header_of(assertion)
        algorithm, kid = header.get("alg"), header.get("kid")
        if algorithm not in _allowed(client):
            raise AssertionRefused(f"its alg is none of {', '.join(_allowed(client))}")
        reasons = []
        for key in self._candidates(client, algorithm, kid):
            try:
                return verified(assertion, key, [SAME_AS.get(algorithm, algorithm)])
            except ValueError as cause:
                reasons.append(str(cause))
        raise AssertionRefused(
            f"its signature fits none of the keys tried ({', '.join(reasons) or 'there are none'})"
        )

    def _candidates(self, client: RegisteredClient, algorithm: str, kid: object) -> Iterator[Key]:
        if client.auth_method == BY_SECRET:
            secrets = [secret.encode() for secret in self._secrets(client.record)]
            # A key shorter than the digest would be the weakest part (RFC 7518, 3.2).
            yield from (_as_key(each) for each in secrets if len(each) * 8 >= _BITS[algorithm])
            return
        for keys in self._keys.of(client, kid):
            yield from candidates(keys, kid)

    def _fault(
        self, client: RegisteredClient, claims: dict[str, Any], request: ProtocolRequest
    ) -> str | None:
        now = self._clock()
        times = {name: moment(claims.get(name)) for name in ("exp", "iat", "nbf")}
        checks = {
            "its iss is not the client": claims.get("iss") != client.client_id,
            "its sub is not the client": claims.get("sub") != client.client_id,
            f"its aud is not {self._expected(client)}": not self._is_for_us(
                client, claims.get("aud"), request
            ),
            "its exp is missing, past, or more than an hour ahead": not _is_between(
                times["exp"], now - BEHIND, now + LONGEST_LIFE
            ),
            "its iat is ahead": "iat" in claims and not _is_between(times["iat"], None, now + AHEAD),
            "its nbf is ahead": "nbf" in claims and not _is_between(times["nbf"], None, now + AHEAD),
            "its jti is missing or longer than 255 characters": not _is_name(claims.get("jti")),
        }
        return next((reason for reason, is_wrong in checks.items() if is_wrong), None)

    def _expected(self, client: RegisteredClient) -> str:
        if client.profile.issuer_is_only_audience:
            return "the issuer, as one string"
        return "the issuer, the token endpoint or the endpoint that was called"

    def _is_for_us(self, client: RegisteredClient, audience: object, request: ProtocolRequest) -> bool:
        if client.profile.issuer_is_only_audience:
            return audience == self._issuer
        named = audience if isinstance(audience, list) else [audience]
        ours = {*self._us, self._issuer + request.path, request.url}
        return not ours.isdisjoint(value for value in named if isinstance(value, str))


def claimed_client(assertion: str) -> str:
    """Who an assertion says it is from; nothing is verified yet. Empty when it says nothing."""
    subject = claims_of(assertion).get("sub")
    return subject if isinstance(subject, str) else ""


def _allowed(client: RegisteredClient) -> list[str]:
    only = client.registered("token_endpoint_auth_signing_alg")
    if client.auth_method == BY_SECRET:
        return [name for name in ALGORITHMS_OF[BY_SECRET] if only in (None, name)]
    held_to = client.profile.signing_algorithms
    of_method = [name for name in ALGORITHMS_OF[BY_KEY] if SAME_AS.get(name, name) in held_to]
    return [name for name in of_method if only in (None, name, SAME_AS.get(name))]


def _as_key(secret: bytes) -> OctKey:
    # As a JWK, since the library would look into a text for other kinds of keys.
    return OctKey.import_key({"kty": "oct", "k": urlsafe_b64encode(secret).rstrip(b"=").decode("ascii")})


def _is_name(jti: Any) -> bool:
    return isinstance(jti, str) and 0 < len(jti) <= _LONGEST_JTI


def _is_between(moment: datetime | None, start: datetime | None, end: datetime) -> bool:
    return moment is not None and (start is None or start < moment) and moment <= end
