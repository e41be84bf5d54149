"""Refresh token grant with rotation and reuse detection (RFC 6749, 6; RFC 9700, 4.14)."""

from typing import Any, NoReturn

from authlib.oauth2.rfc6749 import TokenMixin, grants

from idp.audit.events.oauth import RefreshTokenReused
from idp.oauth.client import RegisteredClient
from idp.oauth.errors import GrantRefused
from idp.oauth.extensions.grant_management import GrantManagement
from idp.oauth.extensions.id_token import IdToken
from idp.oauth.extensions.resource_indicator import ResourceIndicator
from idp.oauth.extensions.rich_request import RichRequest
from idp.oauth.grants.issuing import CitizenGrant
from idp.oauth.records import Refresh
from idp.oauth.standing import holds


class PresentedToken(TokenMixin):
    """A refresh token that may be used."""

    def __init__(self, token: str, found: Refresh) -> None:
        self.token = token
        self.found = found

    def check_client(self, client: RegisteredClient) -> bool:
        """Whether it was issued to this client."""
        return self.found.standing.authorization.client_id == client.client_id

    def get_scope(self) -> str:
        """What the citizen allowed."""
        return self.found.standing.authorization.scope


class RefreshTokenGrant(CitizenGrant, grants.RefreshTokenGrant):
    """Each token is used once. Within the grace, a client whose answer was lost is told the same successor again.

    FAPI clients keep theirs (FAPI 2.0 Security Profile, 5.3.2.1): a lost answer must not cost them the citizen.
    """

    EXTENSIONS = (IdToken, ResourceIndicator, RichRequest, GrantManagement)
    INCLUDE_NEW_REFRESH_TOKEN = True

    def authenticate_refresh_token(self, refresh_token: str) -> PresentedToken:
        """Look a token up and check all it stands on; it is spent when everything else has been checked, too.

        Raises:
            GrantRefused: Unknown, expired, another client's or key's, or what it stood on no longer holds.
        """
        found = self.server.outside.refresh_tokens.find(refresh_token)
        if found is None or found.standing.authorization.client_id != self.client.client_id:
            raise GrantRefused
        self.request.concerns = found.standing.authorization.id
        if not holds(found.standing) or self.server.clock() >= found.token.expires_at:
            raise GrantRefused
        self.server.senders.admit(self.request, self.client, found.standing.authorization, is_refresh=True)
        if found.token.used_at is not None and not self._is_in_grace(found):
            self._end_family(found)
        self.standing = found.standing
        return PresentedToken(refresh_token, found)

    def issue_token(self, user: object, refresh_token: Any) -> dict[str, Any]:  # noqa: ARG002  the signature is the caller's
        """Spend the token and issue its successor.

        Raises:
            GrantRefused: It was used before.
        """
        asked = self.request.payload.scope or refresh_token.get_scope()
        return self.token_response(asked, self._successor(refresh_token))

    def revoke_old_credential(self, refresh_token: object) -> None:
        """Nothing to do: `issue_token` has spent it."""

    def _successor(self, presented: PresentedToken) -> str:
        store, authorization = self.server.outside.refresh_tokens, self.authorization
        token, found = presented.token, presented.found
        if found.token.used_at is None and not self.client.profile.rotates_refresh_tokens:
            store.used_again(token, authorization.created_at)
            return token
        if found.token.used_at is None and (
            following := store.rotate(token, authorization.id, authorization.created_at)
        ):
            return following
        # Somebody was faster: an honest client that asked twice, or a thief. The grace decides.
        if not self.client.is_public and (following := store.successor(token)):
            return following
        return self._end_family(found)

    def _is_in_grace(self, found: Refresh) -> bool:
        used_at = found.token.used_at
        is_recent = (
            used_at is not None and self.server.clock() - used_at <= self.server.settings.refresh_grace
        )
        return is_recent and not self.client.is_public

    def _end_family(self, found: Refresh) -> NoReturn:
        authorization = found.standing.authorization
        if self.server.outside.authorizations.revoke(authorization.id, "refresh token reused"):
            self.server.outside.record(
                RefreshTokenReused(
                    citizen_id=authorization.citizen_id,
                    client_id=authorization.client_id,
                    authorization_id=authorization.id,
                )
            )
            self.server.outside.departures.tokens_reused(authorization)
        raise GrantRefused
