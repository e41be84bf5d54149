"""What the grants about a citizen have in common: from an authorization that holds to a token response."""

from typing import TYPE_CHECKING, Any

from idp.audit.events.oauth import ClaimsReleased, TokensIssued
from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.claims import names_for_id_token, released
from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.confirmation import token_type
from idp.oauth.errors import GrantRefused
from idp.oauth.grants.extent import Extent
from idp.oauth.records import AuthorizationRecord, CitizenRecord, Standing
from idp.oauth.request import ProtocolRequest
from idp.oauth.telling import telling

if TYPE_CHECKING:
    from idp.oauth.server import Provider


class CitizenGrant(Extent):
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
        authorization, audience = self.authorization, self.audience(scope)
        scope, details = self.scope_at(scope, audience), self.details_at(audience)
        self.personal = self._personal_claims() if "openid" in scope.split() else {}
        access_token = self.server.access_tokens.issue(
            client_id=self.client.client_id,
            subject=self.server.subjects.sub(self.client, authorization.citizen_id),
            audience=audience,
            scope=scope,
            authorization_details=details,
            auth_time=int(authorization.authenticated_at.timestamp()),
            acr=authorization.acr,
            bound_to=self.request.confirmation,
            **{AUTHORIZATION: authorization.id},
        )
        response = {
            "access_token": access_token,
            "token_type": token_type(self.request.confirmation),
            "expires_in": self.server.access_tokens.expires_in,
            "scope": scope,
        }
        given = {"refresh_token": refresh_token, "authorization_details": details}
        return {**response, **{name: value for name, value in given.items() if value}}

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
        requested = self.authorization.requested_claims
        names = names_for_id_token(self.client, requested)
        if not names:
            return {}
        known = self.server.outside.people.claims_of(self.standing.citizen)
        return released(known, names, telling(self.server, self.client, requested, "id_token"))
