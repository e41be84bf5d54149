"""Client credentials grant: a program that acts for itself (RFC 6749, 4.4)."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidScopeError, UnauthorizedClientError, grants

from idp.audit.events.oauth import TokensIssued
from idp.oauth.authorization_details import PARAMETER as DETAILS
from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.confirmation import token_type
from idp.oauth.errors import InvalidAuthorizationDetails
from idp.oauth.extensions.resource_indicator import ResourceIndicator
from idp.oauth.grant_management import PATH as GRANTS
from idp.oauth.grant_management import SCOPES as GRANT_SCOPES
from idp.oauth.request import ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.server import Provider


class ClientCredentialsGrant(grants.ClientCredentialsGrant):
    """Tokens for interfaces. Nothing about citizens: no identity scope, no UserInfo, no refresh token."""

    TOKEN_ENDPOINT_AUTH_METHODS = tuple(method for method in CLIENT_AUTH_METHODS if method != "none")
    EXTENSIONS: tuple[type[Any], ...] = (ResourceIndicator,)

    server: "Provider"
    request: ProtocolRequest
    asked_resources: Sequence[str] = ()

    def validate_requested_scope(self) -> None:
        """Settle the scope: what was asked for, or all the client may have.

        Raises:
            InvalidScopeError: A scope it may not have, or one that is about citizens.
            InvalidAuthorizationDetails: It wants to act for a citizen, who was not asked.
        """
        if self.request.get(DETAILS) is not None:
            raise InvalidAuthorizationDetails("authorization_details: every type needs a citizen who agreed.")
        may_have = self._client().interface_scopes()
        asked = list(dict.fromkeys((self.request.payload.scope or " ".join(may_have)).split()))
        if not set(asked) <= set(may_have):
            raise InvalidScopeError("A scope was asked for that this client may not have for itself.")
        self.request.scope = " ".join(asked)

    def allowed_audience(self) -> list[str]:
        """Whom a token may be meant for."""
        manages_grants = not set(GRANT_SCOPES).isdisjoint(self.request.scope.split())
        own = [self.server.issuer + GRANTS] if manages_grants else []
        return [*self._client().audiences, *own] or [self.server.issuer]

    def generate_token(self, *_details: Any, **_more: Any) -> dict[str, Any]:
        """An access token whose subject is the client itself (RFC 9068, 2.2)."""
        client, tokens = self._client(), self.server.access_tokens
        access_token = tokens.issue(
            client_id=client.client_id,
            subject=client.client_id,
            audience=list(self.asked_resources) or self.allowed_audience(),
            scope=self.request.scope,
            bound_to=self.request.confirmation,
        )
        return {
            "access_token": access_token,
            "token_type": token_type(self.request.confirmation),
            "expires_in": tokens.expires_in,
            "scope": self.request.scope,
        }

    def save_token(self, token: dict[str, Any]) -> None:
        """Record what was given; the token itself is kept nowhere. One audit event."""
        scopes = tuple(token["scope"].split())
        self.server.outside.record(
            TokensIssued(client_id=self._client().client_id, grant=self.GRANT_TYPE, scopes=scopes)
        )

    def _client(self) -> RegisteredClient:
        client = self.request.client
        if client is None or client.is_public:
            raise UnauthorizedClientError("A client without credentials cannot act for itself.")
        return client
