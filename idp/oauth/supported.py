"""All this provider speaks, the attack surface on one screen. Discovery and routes are derived from it.

A grant is a file in `grants/` and its row here; an endpoint is a file in `endpoints/` and its row here. Pushed
authorization requests, the device flow, dynamic registration, DPoP, mutual TLS and FAPI 2 are not spoken yet:
each will be one more row (and `CLIENT_AUTH_METHODS`, `RESPONSE_MODES`, `CHALLENGE_METHODS` one more word).
"""

from dataclasses import dataclass
from typing import Any, Literal

from idp.oauth.client_assertion import ASSERTION_ALGORITHMS
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.endpoints.introspection import IntrospectionEndpoint
from idp.oauth.endpoints.revocation import RevocationEndpoint
from idp.oauth.endpoints.userinfo import UserInfoEndpoint
from idp.oauth.extensions.id_token import ID_TOKEN_ALGORITHMS
from idp.oauth.extensions.pkce import CHALLENGE_METHODS
from idp.oauth.grants.authorization_code import AuthorizationCodeGrant
from idp.oauth.grants.client_credentials import ClientCredentialsGrant
from idp.oauth.grants.refresh_token import RefreshTokenGrant
from idp.oauth.interaction import PROMPTS
from idp.oauth.response_modes import RESPONSE_MODES
from idp.oauth.scopes import CLAIMS, SCOPES
from idp.oauth.subjects import SUBJECT_TYPES

__all__ = [
    "ASSERTION_ALGORITHMS",
    "CHALLENGE_METHODS",
    "CLAIMS",
    "CLIENT_AUTH_METHODS",
    "ENDPOINTS",
    "GRANTS",
    "ID_TOKEN_ALGORITHMS",
    "PROMPTS",
    "RESPONSE_MODES",
    "RESPONSE_TYPES",
    "SCOPES",
    "SUBJECT_TYPES",
]

GRANTS: tuple[type[Any], ...] = (AuthorizationCodeGrant, RefreshTokenGrant, ClientCredentialsGrant)

RESPONSE_TYPES = ("code",)
"""No token leaves through the browser: implicit and hybrid are not offered (RFC 9700, 2.1.2)."""


@dataclass(frozen=True)
class Endpoint:
    """One address of the protocol.

    Args:
        name: What it is called in routes.
        path: Where it is, under the issuer.
        member: Its member of the discovery document.
        kind: `machine` endpoints answer programs and are routed by `web/protocol.py`; `browser` endpoints are pages.
        methods: The HTTP methods it takes.
        handler: The class that answers, where it is not a grant or a page.
        open_to_scripts: Whether scripts of other origins may call it (CORS).
    """

    name: str
    path: str
    member: str
    kind: Literal["machine", "browser"] = "machine"
    methods: tuple[str, ...] = ("POST",)
    handler: type[Any] | None = None
    open_to_scripts: bool = False


_GET_POST = ("GET", "POST")

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("authorize", "/oauth/authorize", "authorization_endpoint", "browser", _GET_POST),
    Endpoint("end_session", "/oauth/end-session", "end_session_endpoint", "browser", _GET_POST),
    Endpoint("token", "/oauth/token", "token_endpoint", open_to_scripts=True),
    Endpoint(
        "userinfo",
        "/oauth/userinfo",
        "userinfo_endpoint",
        "machine",
        _GET_POST,
        UserInfoEndpoint,
        open_to_scripts=True,
    ),
    Endpoint(
        "revocation", "/oauth/revoke", "revocation_endpoint", handler=RevocationEndpoint, open_to_scripts=True
    ),
    Endpoint("introspection", "/oauth/introspect", "introspection_endpoint", handler=IntrospectionEndpoint),
)


def path_of(name: str) -> str:
    """Where an endpoint is, under the issuer."""
    return next(endpoint.path for endpoint in ENDPOINTS if endpoint.name == name)
