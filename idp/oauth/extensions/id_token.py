"""ID tokens: who signed in, when and how (OpenID Connect Core, 2 and 3.1.3.6)."""

from typing import TYPE_CHECKING, Any

from authlib.oidc.core import OpenIDToken
from authlib.oidc.core.util import create_half_hash

from idp.oauth import faults
from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.client import CIBA, TOKEN_EXCHANGE
from idp.oauth.faults import Fault
from idp.oauth.signing import PrivateKey, signed

if TYPE_CHECKING:
    from idp.oauth.grants.issuing import CitizenGrant

ID_TOKEN_ALGORITHMS = ("RS256", "ES256", "EdDSA", "PS256")
"""What a client gets that registered none, its profile says: RS256 for a plain one (OpenID Connect Core, 3.1.3.7)."""
ALGORITHM_MEMBER = "id_token_signed_response_alg"
"""Where it is registered; logout tokens are signed alike."""


class IdToken(OpenIDToken):
    """Adds an ID token to every answer about a citizen that has the scope `openid`."""

    def process_token(self, grant: Any, response: tuple[int, dict[str, Any], Any]) -> dict[str, Any]:
        """Add the ID token to a token response: signed, and encrypted then if the client registered for it.

        Raises:
            NoEncryptionKey: The client registered for it, and its key cannot be had.
        """
        token = response[1]
        if "openid" in token["scope"].split():
            algorithm = grant.client.signing_algorithm(ALGORITHM_MEMBER)
            suffered = faults.active(grant.client.record, grant.server.clock())
            key = _key(grant, suffered, algorithm)
            claims = {**_facts(grant), "at_hash": _half_hash(token["access_token"], algorithm)}
            text = faults.in_signature(suffered, signed(faults.in_claims(suffered, claims), key, algorithm))
            token["id_token"] = grant.server.encryption.encrypted(grant.client, "id_token", text)
        return token


def _key(grant: "CitizenGrant", suffered: frozenset[Fault], algorithm: str) -> PrivateKey:
    keys, kid = grant.server.keys, faults.trial_key(grant.client.record, suffered)
    # Who registers for another algorithm while the fault is on has the usual key for it.
    return (keys.trial(kid, algorithm) if kid else None) or keys.signer(algorithm)


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
    if client.check_grant_type(TOKEN_EXCHANGE) or client.check_grant_type(CIBA):
        # By this an ID token that is brought back is found to stand on what it was issued from: to be exchanged
        # (RFC 8693), or to name the citizen who is to be asked (CIBA, 7.1: id_token_hint).
        facts[AUTHORIZATION] = authorization.id
    if authorization.nonce is not None and grant.REPEATS_NONCE:
        facts["nonce"] = authorization.nonce
    return facts


def _half_hash(text: str, algorithm: str) -> str:
    half = create_half_hash(text, algorithm)
    return half.decode("ascii") if half is not None else ""
