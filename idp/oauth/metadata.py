"""The discovery document, derived from `supported.py` (OpenID Connect Discovery, 3; RFC 8414)."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from idp.assurance import supported_acr_values
from idp.oauth.supported import (
    ASSERTION_ALGORITHMS,
    CHALLENGE_METHODS,
    CLAIMS,
    CLIENT_AUTH_METHODS,
    ENDPOINTS,
    GRANTS,
    ID_TOKEN_ALGORITHMS,
    PROMPTS,
    RESPONSE_MODES,
    RESPONSE_TYPES,
    SCOPES,
    SUBJECT_TYPES,
)

JWKS_PATH = "/oauth/jwks"
DISCOVERY_PATH = "/.well-known/openid-configuration"
OAUTH_METADATA_PATH = "/.well-known/oauth-authorization-server"

PROTOCOL_CLAIMS = ("iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash")


@dataclass(frozen=True)
class Document:
    """A JSON document as it is sent."""

    content: dict[str, Any]

    @cached_property
    def text(self) -> bytes:
        """Its bytes; the same content has the same bytes."""
        return json.dumps(self.content, separators=(",", ":"), sort_keys=True).encode("ascii")

    @cached_property
    def etag(self) -> str:
        """What changes when the content does."""
        return hashlib.sha256(self.text).hexdigest()[:32]


def discovery_document(issuer: str) -> Document:
    """What this provider says about itself; every word of it is true.

    Args:
        issuer: The issuer identifier, without a trailing slash.
    """
    confidential = [method for method in CLIENT_AUTH_METHODS if method != "none"]
    return Document(
        {
            "issuer": issuer,
            **{endpoint.member: issuer + endpoint.path for endpoint in ENDPOINTS},
            "jwks_uri": issuer + JWKS_PATH,
            "scopes_supported": list(SCOPES),
            "claims_supported": [*CLAIMS, *PROTOCOL_CLAIMS],
            "claim_types_supported": ["normal"],
            "response_types_supported": list(RESPONSE_TYPES),
            "response_modes_supported": list(RESPONSE_MODES),
            "grant_types_supported": [grant.GRANT_TYPE for grant in GRANTS],
            "subject_types_supported": list(SUBJECT_TYPES),
            "acr_values_supported": supported_acr_values(issuer),
            "prompt_values_supported": list(PROMPTS),
            "id_token_signing_alg_values_supported": list(ID_TOKEN_ALGORITHMS),
            "userinfo_signing_alg_values_supported": list(ID_TOKEN_ALGORITHMS),
            "token_endpoint_auth_methods_supported": list(CLIENT_AUTH_METHODS),
            "token_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
            "revocation_endpoint_auth_methods_supported": list(CLIENT_AUTH_METHODS),
            "revocation_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
            "introspection_endpoint_auth_methods_supported": confidential,
            "introspection_endpoint_auth_signing_alg_values_supported": list(ASSERTION_ALGORITHMS),
            "code_challenge_methods_supported": list(CHALLENGE_METHODS),
            "claims_parameter_supported": True,
            "request_parameter_supported": False,
            "request_uri_parameter_supported": False,
            "authorization_response_iss_parameter_supported": True,
            "backchannel_logout_supported": True,
            "backchannel_logout_session_supported": True,
            "ui_locales_supported": ["vi", "en"],
        }
    )
