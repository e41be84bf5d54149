"""Token revocation (RFC 7009)."""

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint as Revocation

from idp.audit.events.oauth import TokenRevoked
from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.endpoints.presented import PresentedToken, find_presented
from idp.oauth.request import ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.server import Provider


class RevocationEndpoint(Revocation):
    """Takes tokens back. A refresh token takes its whole family with it."""

    CLIENT_AUTH_METHODS = CLIENT_AUTH_METHODS

    server: "Provider"

    def check_params(self, request: ProtocolRequest, client: RegisteredClient) -> None:  # noqa: ARG002  the signature is the caller's
        """Ask for a token. A hint of an unknown kind is only a hint (RFC 7009, 2.1)."""
        if request.get("token") is None:
            raise InvalidRequestError("The token is missing.")

    def query_token(self, token_string: str, token_type_hint: str | None) -> PresentedToken | None:  # noqa: ARG002  the signature is the caller's
        """The token that is meant, whatever the hint says."""
        return find_presented(self.server, token_string)

    def revoke_token(self, token: PresentedToken, request: Any) -> None:
        """Revoke an access token by itself, a refresh token with all that was issued beside it."""
        outside = self.server.outside
        if token.access_token is not None:
            outside.revoked_tokens.add(token.access_token.jti, token.access_token.expires_at)
        elif token.authorization_id is not None:
            outside.authorizations.revoke(token.authorization_id, "revoked by client")
        outside.record(
            TokenRevoked(
                client_id=request.client.client_id, kind=token.kind, authorization_id=token.authorization_id
            )
        )
