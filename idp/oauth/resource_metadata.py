"""What a client finds out about a protected resource of ours before it asks: OAuth 2.0 Protected Resource Metadata.

Source: RFC 9728, 2 (members), 3 (where it is) and 5 (how a refused request names it).
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from idp.oauth.challenges import REALM
from idp.oauth.response import Answer, ProtocolResponse
from idp.oauth.scopes import SCOPES

RESOURCE_METADATA_PATH = "/.well-known/oauth-protected-resource"


def metadata_address(resource: str) -> str:
    """Where the metadata of a resource are: the well-known part goes between its host and its path (RFC 9728, 3).

    Args:
        resource: The resource's address.
    """
    parts = urlsplit(resource)
    return f"{parts.scheme}://{parts.netloc}{RESOURCE_METADATA_PATH}{parts.path}"


def userinfo_metadata(provider: Mapping[str, Any]) -> dict[str, Any]:
    """UserInfo, as a protected resource.

    Args:
        provider: The provider's own metadata.
    """
    return {
        **_resource(provider, "userinfo_endpoint"),
        "resource_name": "UserInfo",
        "resource_name#vi": "Thông tin người dùng",
        "scopes_supported": list(SCOPES),
        "bearer_methods_supported": ["header", "body"],
        "jwks_uri": provider["jwks_uri"],
        "resource_signing_alg_values_supported": provider["userinfo_signing_alg_values_supported"],
    }


def grants_metadata(provider: Mapping[str, Any], scopes: Iterable[str]) -> dict[str, Any]:
    """The grant management endpoint, as a protected resource.

    Args:
        provider: The provider's own metadata.
        scopes: The scopes that open it.
    """
    return {
        **_resource(provider, "grant_management_endpoint"),
        "resource_name": "Grant management",
        "resource_name#vi": "Quản lý quyền đã được cấp",
        "scopes_supported": list(scopes),
        "bearer_methods_supported": ["header"],
    }


def _resource(provider: Mapping[str, Any], endpoint: str) -> dict[str, Any]:
    shared = ("dpop_signing_alg_values_supported", "tls_client_certificate_bound_access_tokens")
    return {
        "resource": provider[endpoint],
        "authorization_servers": [provider["issuer"]],
        "dpop_bound_access_tokens_required": False,
        **{member: provider[member] for member in shared if member in provider},
    }


def naming_metadata(answer: Answer, resource: str) -> Answer:
    """An answer whose challenge, if it has one, says where the resource's metadata are (RFC 9728, 5.1).

    Args:
        answer: The answer.
        resource: The resource's address.
    """
    if not isinstance(answer, ProtocolResponse):
        return answer
    realm = f'realm="{REALM}"'
    named = f'{realm}, resource_metadata="{metadata_address(resource)}"'
    headers = [
        (name, value.replace(realm, named) if name == "WWW-Authenticate" else value)
        for name, value in answer.headers
    ]
    return replace(answer, headers=headers)
