"""The discovery document, derived from `supported.py` (OpenID Connect Discovery, 3; RFC 8414)."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from idp.assurance import supported_acr_values
from idp.oauth.authorization_request import CLAIMS_LOCALES
from idp.oauth.client_auth import offered_methods
from idp.oauth.grant_management import METADATA as GRANT_MANAGEMENT
from idp.oauth.grant_management import SCOPES as GRANT_SCOPES
from idp.oauth.identity_assurance import METADATA as IDENTITY_ASSURANCE
from idp.oauth.supported import (
    ASSERTION_ALGORITHMS,
    AUTHORIZATION_DETAILS_TYPES,
    CHALLENGE_METHODS,
    CLAIMS,
    CONTENT_ENCRYPTIONS,
    DELIVERY_MODES,
    ENCRYPTION_ALGORITHMS,
    ENDPOINTS,
    GRANTS,
    ID_TOKEN_ALGORITHMS,
    PROMPTS,
    PROOF_ALGORITHMS,
    REQUEST_OBJECT_ALGORITHMS,
    RESPONSE_MODES,
    RESPONSE_TYPES,
    SCOPES,
    SUBJECT_TYPES,
)

JWKS_PATH = "/oauth/jwks"
DISCOVERY_PATH = "/.well-known/openid-configuration"
OAUTH_METADATA_PATH = "/.well-known/oauth-authorization-server"
GUIDE_PATH = "/developers"
"""The guide for developers, which anybody may read."""

PROTOCOL_CLAIMS = ("iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "sid", "at_hash")


@dataclass(frozen=True)
class Document:
    """A JSON document as it is sent.

    Args:
        content: What it says.
        mark: What stands for the content, where equal content may have other bytes.
    """

    content: dict[str, Any]
    mark: str = ""

    @cached_property
    def text(self) -> bytes:
        """Its bytes; the same content has the same bytes."""
        return json.dumps(self.content, separators=(",", ":"), sort_keys=True).encode("ascii")

    @cached_property
    def etag(self) -> str:
        """What changes when the content does."""
        return hashlib.sha256(self.mark.encode("utf-8") or self.text).hexdigest()[:32]


def discovery_document(issuer: str, mtls_address: str = "") -> Document:
    """What this provider says about itself; every word of it is true.

    Args:
        issuer: The issuer identifier, without a trailing slash.
        mtls_address: Where clients are asked for certificates; empty where they are not.
    """
    methods = list(offered_methods(by_certificate=bool(mtls_address)))
    return Document(
        {
            "issuer": issuer,
            **{endpoint.member: issuer + endpoint.path for endpoint in ENDPOINTS},
            "jwks_uri": issuer + JWKS_PATH,
            "scopes_supported": [*SCOPES, *GRANT_SCOPES],
            "claims_supported": [*CLAIMS, *PROTOCOL_CLAIMS],
            "claim_types_supported": ["normal"],
            "claims_locales_supported": list(CLAIMS_LOCALES),
            **IDENTITY_ASSURANCE,
            **GRANT_MANAGEMENT,
            "response_types_supported": list(RESPONSE_TYPES),
            "response_modes_supported": list(RESPONSE_MODES),
            "grant_types_supported": [grant.GRANT_TYPE for grant in GRANTS],
            "subject_types_supported": list(SUBJECT_TYPES),
            "acr_values_supported": supported_acr_values(issuer),
            "prompt_values_supported": list(PROMPTS),
            **_protected_answers(),
            **_client_authentication(methods),
            "authorization_details_types_supported": list(AUTHORIZATION_DETAILS_TYPES),
            "code_challenge_methods_supported": list(CHALLENGE_METHODS),
            "dpop_signing_alg_values_supported": list(PROOF_ALGORITHMS),
            "claims_parameter_supported": True,
            **_REQUESTS,
            "authorization_response_iss_parameter_supported": True,
            "backchannel_token_delivery_modes_supported": list(DELIVERY_MODES),
            "backchannel_authentication_request_signing_alg_values_supported": list(
                REQUEST_OBJECT_ALGORITHMS
            ),
            "backchannel_user_code_parameter_supported": False,
            **_SIGNING_OUT,
            "ui_locales_supported": ["vi", "en"],
            "service_documentation": issuer + GUIDE_PATH,
            **_mutual_tls(mtls_address),
        }
    )


def _mutual_tls(address: str) -> dict[str, Any]:
    """Certificate-bound tokens, and where certificates are asked for (RFC 8705, 3.3 and 5)."""
    if not address:
        return {}
    machines = [endpoint for endpoint in ENDPOINTS if endpoint.kind == "machine"]
    return {
        "tls_client_certificate_bound_access_tokens": True,
        "mtls_endpoint_aliases": {endpoint.member: address + endpoint.path for endpoint in machines},
    }


_REQUESTS = {
    "request_parameter_supported": True,
    "request_uri_parameter_supported": True,
    "require_request_uri_registration": True,
    "require_signed_request_object": False,
    "require_pushed_authorization_requests": False,
    "request_object_signing_alg_values_supported": list(REQUEST_OBJECT_ALGORITHMS),
}
"""How authorization requests may come (RFC 9101, 10.4 and 10.5; RFC 9126, 5). To sign and to push are duties of single
clients."""


_SIGNING_OUT = {
    f"{channel}channel_logout_{what}": True
    for channel in ("back", "front")
    for what in ("supported", "session_supported")
}
"""How applications are told of a sign-out."""


def _client_authentication(methods: list[str]) -> dict[str, list[str]]:
    """How clients prove who they are, endpoint by endpoint."""
    confidential = [method for method in methods if method != "none"]
    taken = {"token": methods, "revocation": methods, "introspection": confidential}
    names = {f"{endpoint}_endpoint_auth_methods_supported": found for endpoint, found in taken.items()}
    algorithms = list(ASSERTION_ALGORITHMS)
    return names | {f"{name}_endpoint_auth_signing_alg_values_supported": algorithms for name in taken}


def _protected_answers() -> dict[str, list[str]]:
    """How each kind of answer can be signed and encrypted: all of them alike."""
    kinds = ("id_token", "userinfo", "authorization", "introspection")
    words = {
        "signing_alg": ID_TOKEN_ALGORITHMS,
        "encryption_alg": ENCRYPTION_ALGORITHMS,
        "encryption_enc": CONTENT_ENCRYPTIONS,
    }
    return {
        f"{kind}_{word}_values_supported": list(values) for kind in kinds for word, values in words.items()
    }
