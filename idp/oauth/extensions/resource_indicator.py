"""Resource indicators: a client names whom a token is meant for, and the token is meant for nobody else (RFC 8707)."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from idp.oauth.client import RegisteredClient
from idp.oauth.errors import InvalidTarget
from idp.oauth.request import ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.grants.issuing import CitizenGrant

PARAMETER = "resource"


class ResourceIndicator:
    """Reads `resource` at the authorization endpoint and at the token endpoint."""

    def __call__(self, grant: Any) -> None:
        """Hook into a grant."""
        grant.register_hook("after_validate_authorization_request_payload", self.check_authorization)
        grant.register_hook("before_create_token_response", self.check_token)

    def check_authorization(self, grant: Any, _result: object) -> None:
        """Settle whom the tokens of an authorization request may be meant for.

        Raises:
            InvalidTarget: The client may not have a token for one of them.

        Source: RFC 8707, 2.1.
        """
        grant.resources = asked_resources(grant.request, grant.client, grant.server.userinfo_url)

    def check_token(self, grant: "CitizenGrant") -> None:
        """Settle whom the token of a token request is meant for: of those that were authorized, those named.

        Raises:
            InvalidTarget: One was not authorized, or none that was is registered any more.

        Source: RFC 8707, 2.2.
        """
        asked, allowed = named_resources(grant.request), grant.allowed_audience()
        if not set(asked) <= set(allowed):
            raise InvalidTarget("A resource was named that this client may not have here.")
        if not allowed:
            raise InvalidTarget("No resource that was authorized is registered for this client any more.")
        grant.asked_resources = asked


def named_resources(request: ProtocolRequest) -> list[str]:
    """The resources a request names, each once.

    Raises:
        InvalidTarget: One is not an absolute URI without a fragment (RFC 8707, 2).
    """
    named = list(dict.fromkeys(request.payload.datalist.get(PARAMETER, ())))
    if not all(is_resource(uri) for uri in named):
        raise InvalidTarget("A resource is not an absolute URI without a fragment.")
    return named


def asked_resources(request: ProtocolRequest, client: RegisteredClient, userinfo_url: str) -> list[str]:
    """The resources an authorization request names: interfaces the client was registered for, and UserInfo.

    Args:
        request: The request.
        client: Who asks.
        userinfo_url: UserInfo's address, its name as a resource.

    Raises:
        InvalidTarget: The client may not have a token for one of them.
    """
    named = named_resources(request)
    if not set(named) <= {*client.audiences, userinfo_url}:
        raise InvalidTarget("A resource was named that is not registered for this client.")
    return named


def is_resource(uri: str) -> bool:
    """Whether a text can name a resource: an absolute URI without a fragment."""
    if not uri.isascii() or not uri.isprintable() or " " in uri or "#" in uri:
        return False
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path))
