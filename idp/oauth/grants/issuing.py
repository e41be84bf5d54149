"""What the grants about a citizen have in common: from an authorization that holds to a token response."""

from functools import partial
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749.grants import BaseGrant

from idp.audit.events.oauth import ClaimsReleased, TokensIssued
from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.claims import names_for_id_token, released
from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.errors import GrantRefused
from idp.oauth.records import AuthorizationRecord, CitizenRecord, Standing
from idp.oauth.request import ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.server import Provider


class CitizenGrant(BaseGrant):
    """A grant whose tokens stand on what a citizen allowed."""

    TOKEN_ENDPOINT_AUTH_METHODS = CLIENT_AUTH_METHODS
    REPEATS_NONCE = False

    server: "Provider"
    request: ProtocolRequest
    standing: Standing
    personal: dict[str, Any]

    @property
    def client(self) -> RegisteredClient:
        """The authenticated client."""
        if self.request.client is None:
            raise GrantRefused
        return self.request.client

    @property
    def authorization(self) -> AuthorizationRecord:
        """What the tokens stand on."""
        return self.standing.authorization

    def token_response(self, scope: str, refresh_token: str | None) -> dict[str, Any]:
        """The body of a token response, without the ID token (RFC 6749, 5.1).

        Args:
            scope: What the citizen allowed, or the part of it that was asked for now.
            refresh_token: The refresh token to hand out, if there is one.
        """
        scope = self.client.get_allowed_scope(scope)
        authorization = self.authorization
        self.personal = self._personal_claims() if "openid" in scope.split() else {}
        access_token = self.server.access_tokens.issue(
            client_id=self.client.client_id,
            subject=self.server.subjects.sub(self.client, authorization.citizen_id),
            audience=self.server.audience(self.client, scope),
            scope=scope,
            auth_time=int(authorization.authenticated_at.timestamp()),
            acr=authorization.acr,
            **{AUTHORIZATION: authorization.id},
        )
        response = {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": self.server.access_tokens.expires_in,
            "scope": scope,
        }
        return {**response, "refresh_token": refresh_token} if refresh_token else response

    def save_token(self, token: dict[str, Any]) -> None:
        """Record what was given; the tokens themselves are kept nowhere. One audit event."""
        about = {
            "citizen_id": self.authorization.citizen_id,
            "client_id": self.client.client_id,
            "authorization_id": self.authorization.id,
        }
        if self.personal:
            names = tuple(self.personal)
            self.server.outside.record(ClaimsReleased(**about, claims=names, channel="id_token"))
        else:
            scopes = tuple(token["scope"].split())
            session_id = self.authorization.session_id
            grant = str(self.GRANT_TYPE)
            self.server.outside.record(
                TokensIssued(**about, grant=grant, scopes=scopes, session_id=session_id)
            )

    def authenticate_user(self, credential: object) -> CitizenRecord:  # noqa: ARG002  it was found with the standing
        """The citizen the credential is about."""
        return self.standing.citizen

    def _personal_claims(self) -> dict[str, Any]:
        names = names_for_id_token(self.client, self.authorization.requested_claims)
        if not names:
            return {}
        known = self.server.outside.people.claims_of(self.standing.citizen)
        refer = partial(self.server.subjects.reference, self.client)
        return released(known, names, self.server.today(), refer)
