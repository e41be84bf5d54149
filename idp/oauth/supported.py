"""All this provider speaks, the attack surface on one screen. Discovery and routes are derived from it.

A grant is a file in `grants/` and its row here; an endpoint is a file in `endpoints/` and its row here; and what a
client may choose from (methods, modes, algorithms) is a word in one of the lists.
"""

from dataclasses import dataclass
from typing import Any, Literal

from idp.oauth.authorization_details import TYPES as AUTHORIZATION_DETAILS_TYPES
from idp.oauth.ciba_request import DELIVERY_MODES
from idp.oauth.client_assertion import ASSERTION_ALGORITHMS
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.encryption import CONTENT_ENCRYPTIONS, ENCRYPTION_ALGORITHMS
from idp.oauth.endpoints.backchannel_authentication import BackchannelAuthenticationEndpoint
from idp.oauth.endpoints.device_authorization import DeviceAuthorizationEndpoint
from idp.oauth.endpoints.grant_management import GrantManagementEndpoint
from idp.oauth.endpoints.introspection import IntrospectionEndpoint
from idp.oauth.endpoints.pushed_authorization import PushedAuthorizationEndpoint
from idp.oauth.endpoints.revocation import RevocationEndpoint
from idp.oauth.endpoints.userinfo import UserInfoEndpoint
from idp.oauth.extensions.id_token import ID_TOKEN_ALGORITHMS
from idp.oauth.extensions.pkce import CHALLENGE_METHODS
from idp.oauth.grants.authorization_code import AuthorizationCodeGrant
from idp.oauth.grants.ciba import CibaGrant
from idp.oauth.grants.client_credentials import ClientCredentialsGrant
from idp.oauth.grants.device_code import DeviceCodeGrant
from idp.oauth.grants.jwt_bearer import JwtBearerGrant
from idp.oauth.grants.refresh_token import RefreshTokenGrant
from idp.oauth.grants.token_exchange import TokenExchangeGrant
from idp.oauth.interaction import PROMPTS
from idp.oauth.jws import PROOF_ALGORITHMS
from idp.oauth.request_object import REQUEST_OBJECT_ALGORITHMS
from idp.oauth.response_modes import RESPONSE_MODES
from idp.oauth.scopes import CLAIMS, SCOPES
from idp.oauth.subjects import SUBJECT_TYPES

__all__ = [
    "ASSERTION_ALGORITHMS",
    "AUTHORIZATION_DETAILS_TYPES",
    "CHALLENGE_METHODS",
    "CLAIMS",
    "CLIENT_AUTH_METHODS",
    "CONTENT_ENCRYPTIONS",
    "DELIVERY_MODES",
    "ENCRYPTION_ALGORITHMS",
    "ENDPOINTS",
    "GRANTS",
    "ID_TOKEN_ALGORITHMS",
    "PROMPTS",
    "PROOF_ALGORITHMS",
    "REQUEST_OBJECT_ALGORITHMS",
    "RESPONSE_MODES",
    "RESPONSE_TYPES",
    "SCOPES",
    "SUBJECT_TYPES",
]

GRANTS: tuple[type[Any], ...] = (
    AuthorizationCodeGrant,
    RefreshTokenGrant,
    ClientCredentialsGrant,
    TokenExchangeGrant,
    JwtBearerGrant,
    DeviceCodeGrant,
    CibaGrant,
)

RESPONSE_TYPES = ("code",)
"""No token leaves through the browser: implicit and hybrid are not offered (RFC 9700, 2.1.2)."""


@dataclass(frozen=True)
class Endpoint:
    """One address of the protocol.

    Args:
        name: What it is called in routes.
        path: Where it is, under the issuer.
        member: Its member of the discovery document.
        kind: `machine` endpoints answer programs and are routed by `web/protocol.py`; `browser` endpoints are pages;
            `document` endpoints take and give JSON, and have a blueprint of their own.
        methods: The HTTP methods it takes.
        handler: The class that answers, where it is not a grant or a page.
        open_to_scripts: Whether scripts of other origins may call it (CORS).
    """

    name: str
    path: str
    member: str
    kind: Literal["machine", "browser", "document"] = "machine"
    methods: tuple[str, ...] = ("POST",)
    handler: type[Any] | None = None
    open_to_scripts: bool = False


_GET_POST = ("GET", "POST")

ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint("authorize", "/oauth/authorize", "authorization_endpoint", "browser", _GET_POST),
    Endpoint("end_session", "/oauth/end-session", "end_session_endpoint", "browser", _GET_POST),
    Endpoint("check_session", "/oauth/check-session", "check_session_iframe", "browser", ("GET",)),
    Endpoint(
        "pushed_authorization",
        "/oauth/par",
        "pushed_authorization_request_endpoint",
        handler=PushedAuthorizationEndpoint,
    ),
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
    Endpoint("registration", "/oauth/register", "registration_endpoint", "document"),
    Endpoint(
        "grant_management",
        "/oauth/grants",
        "grant_management_endpoint",
        "document",
        ("GET", "DELETE"),
        GrantManagementEndpoint,
    ),
    Endpoint(
        "device_authorization",
        "/oauth/device_authorization",
        "device_authorization_endpoint",
        handler=DeviceAuthorizationEndpoint,
    ),
    Endpoint(
        "backchannel_authentication",
        "/oauth/bc-authorize",
        "backchannel_authentication_endpoint",
        handler=BackchannelAuthenticationEndpoint,
    ),
)


def path_of(name: str) -> str:
    """Where an endpoint is, under the issuer."""
    return next(endpoint.path for endpoint in ENDPOINTS if endpoint.name == name)
