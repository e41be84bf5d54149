"""A token that a client shows at revocation or introspection: it may be of either kind."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import TokenMixin

from idp.oauth.access_token import AccessToken
from idp.oauth.client import RegisteredClient
from idp.oauth.records import Refresh, Standing
from idp.oauth.standing import holds

if TYPE_CHECKING:
    from idp.oauth.server import Provider


@dataclass(frozen=True)
class PresentedToken(TokenMixin):
    """An access token, or a refresh token, that was issued here."""

    access_token: AccessToken | None = None
    refresh: Refresh | None = None

    @property
    def kind(self) -> str:
        """Which of the two."""
        return "access_token" if self.access_token else "refresh_token"

    @property
    def authorization_id(self) -> str | None:
        """What it stands on; None for a client that acts for itself."""
        if self.refresh is not None:
            return self.refresh.standing.authorization.id
        return self.access_token.authorization_id if self.access_token else None

    def check_client(self, client: RegisteredClient) -> bool:
        """Whether it was issued to this client."""
        if self.refresh is not None:
            return self.refresh.standing.authorization.client_id == client.client_id
        return self.access_token is not None and self.access_token.client_id == client.client_id


def find_presented(server: "Provider", text: str) -> PresentedToken | None:
    """The token a text stands for; None when we issued no such token, or it has died by itself."""
    if text.count(".") == 2:
        access_token = server.access_tokens.read(text)
        return PresentedToken(access_token=access_token) if access_token else None
    refresh = server.outside.refresh_tokens.find(text)
    return PresentedToken(refresh=refresh) if refresh else None


def is_in_force(server: "Provider", token: PresentedToken) -> bool:
    """Whether a token would be accepted now."""
    if token.refresh is not None:
        unused = token.refresh.token.used_at is None
        return unused and server.clock() < token.refresh.token.expires_at and holds(token.refresh.standing)
    return token.access_token is not None and _is_access_token_in_force(server, token.access_token)


def _is_access_token_in_force(server: "Provider", token: AccessToken) -> bool:
    if token.authorization_id is not None:
        standing = server.outside.authorizations.standing(token.authorization_id, token.jti)
        return standing is not None and holds(standing) and _is_held(server, token, standing)
    client = server.query_client(token.client_id)
    return client is not None and not server.outside.revoked_tokens.holds(token.jti)


def _is_held(server: "Provider", token: AccessToken, standing: Standing) -> bool:
    # Who acts by exchange is another application than the citizen's: it has to be live, too.
    return standing.client.client_id == token.client_id or server.query_client(token.client_id) is not None
