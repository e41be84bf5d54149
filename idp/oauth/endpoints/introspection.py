"""Token introspection (RFC 7662), for the interface a token is meant for and for the client it was issued to."""

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7662 import IntrospectionEndpoint as Introspection

from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.endpoints.presented import PresentedToken, find_presented, is_in_force
from idp.oauth.records import Refresh
from idp.oauth.request import ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.server import Provider

_TOLD = ("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti", "auth_time", "acr")


class IntrospectionEndpoint(Introspection):
    """Says whether a token is good, and to whom it may say so, what it opens. To anybody else it is not active."""

    CLIENT_AUTH_METHODS = tuple(method for method in CLIENT_AUTH_METHODS if method != "none")

    server: "Provider"

    def check_params(self, request: ProtocolRequest, client: RegisteredClient) -> None:  # noqa: ARG002  the signature is the caller's
        """Ask for a token. A hint of an unknown kind is only a hint (RFC 7662, 2.1)."""
        if request.get("token") is None:
            raise InvalidRequestError("The token is missing.")

    def query_token(self, token_string: str, token_type_hint: str | None) -> PresentedToken | None:  # noqa: ARG002  the signature is the caller's
        """The token that is meant, whatever the hint says."""
        return find_presented(self.server, token_string)

    def check_permission(self, token: PresentedToken, client: RegisteredClient, request: Any) -> bool:  # noqa: ARG002  the signature is the caller's
        """Whether the asker may know about the token: its own, or one meant for the interface it is."""
        if token.check_client(client):
            return True
        if token.access_token is None:
            return False
        names = {client.client_id, *(client.record.audiences if client.is_resource_server else ())}
        return not names.isdisjoint(token.access_token.audience)

    def create_introspection_payload(self, token: PresentedToken | None) -> dict[str, Any]:
        """The answer (RFC 7662, 2.2)."""
        if token is None or not is_in_force(self.server, token):
            return {"active": False}
        if token.refresh is not None:
            return {"active": True, **self._about_refresh_token(token.refresh)}
        claims = token.access_token.claims if token.access_token else {}
        return {
            "active": True,
            "token_type": "Bearer",
            **{name: claims[name] for name in _TOLD if name in claims},
        }

    def _about_refresh_token(self, refresh: Refresh) -> dict[str, Any]:
        authorization = refresh.standing.authorization
        return {
            "iss": self.server.issuer,
            "client_id": authorization.client_id,
            "scope": authorization.scope,
            "iat": int(refresh.token.issued_at.timestamp()),
            "exp": int(refresh.token.expires_at.timestamp()),
        }
