"""ID tokens: who signed in, when and how (OpenID Connect Core, 2 and 3.1.3.6)."""

from typing import TYPE_CHECKING, Any

from authlib.oidc.core import OpenIDToken
from authlib.oidc.core.util import create_half_hash
from joserfc import jwt

from idp.oauth.client import RegisteredClient

if TYPE_CHECKING:
    from idp.oauth.grants.issuing import CitizenGrant

ID_TOKEN_ALGORITHMS = ("RS256", "ES256", "EdDSA", "PS256")
"""The first is what a client gets that registered none (OpenID Connect Core, 3.1.3.7)."""


class IdToken(OpenIDToken):
    """Adds an ID token to every answer about a citizen that has the scope `openid`."""

    def process_token(self, grant: Any, response: tuple[int, dict[str, Any], Any]) -> dict[str, Any]:
        """Add the ID token to a token response."""
        token = response[1]
        if "openid" in token["scope"].split():
            algorithm = algorithm_of(grant.client)
            key = grant.server.keys.signer(algorithm)
            header = {"typ": "JWT", "alg": algorithm, "kid": key.kid}
            claims = {**_facts(grant), "at_hash": _half_hash(token["access_token"], algorithm)}
            token["id_token"] = jwt.encode(header, claims, key, [algorithm])
        return token


def algorithm_of(client: RegisteredClient) -> str:
    """With which algorithm a client's ID tokens are signed."""
    registered = client.registered("id_token_signed_response_alg")
    return registered if registered in ID_TOKEN_ALGORITHMS else ID_TOKEN_ALGORITHMS[0]


def _facts(grant: "CitizenGrant") -> dict[str, Any]:
    server, client, authorization = grant.server, grant.client, grant.authorization
    now = int(server.clock().timestamp())
    facts = {
        **grant.personal,
        "iss": server.issuer,
        "sub": server.subjects.sub(client, authorization.citizen_id),
        "aud": client.client_id,
        "iat": now,
        "exp": now + int(server.settings.id_token_lifetime.total_seconds()),
        "auth_time": int(authorization.authenticated_at.timestamp()),
        "acr": authorization.acr,
        "amr": list(authorization.methods),
    }
    if authorization.session_id is not None:
        facts["sid"] = server.subjects.sid(client.client_id, authorization.session_id)
    if authorization.nonce is not None and grant.REPEATS_NONCE:
        facts["nonce"] = authorization.nonce
    return facts


def _half_hash(text: str, algorithm: str) -> str:
    half = create_half_hash(text, algorithm)
    return half.decode("ascii") if half is not None else ""
