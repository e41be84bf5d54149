"""Token exchange: an interface acts for the citizen at another interface, and the token says who acts (RFC 8693).

Delegation only: every token names its actor in `act` (4.1). It stands on the same authorization as the token that was
brought, so that whatever ends the one ends the other. Authorization details stay behind: the citizen agreed to them
for the application they were told of.
"""

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError, UnauthorizedClientError
from authlib.oauth2.rfc6749.grants import BaseGrant
from authlib.oauth2.rfc6749.grants.base import TokenEndpointMixin

from idp.audit.events.oauth import TokenExchanged
from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.client import TOKEN_EXCHANGE, RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.confirmation import token_type
from idp.oauth.errors import GrantRefused, InvalidTarget
from idp.oauth.exchange_policy import ExchangePolicy
from idp.oauth.extensions.resource_indicator import named_resources
from idp.oauth.request import ProtocolRequest
from idp.oauth.subject_token import ACCESS_TOKEN, MOST_ACTORS, SubjectToken, read_subject_token

if TYPE_CHECKING:
    from idp.oauth.server import Provider


class TokenExchangeGrant(BaseGrant, TokenEndpointMixin):
    """Exchanges a token that was meant for the client for one the client may use elsewhere."""

    GRANT_TYPE = TOKEN_EXCHANGE
    TOKEN_ENDPOINT_AUTH_METHODS = tuple(method for method in CLIENT_AUTH_METHODS if method != "none")
    EXTENSIONS = ()

    server: "Provider"
    request: ProtocolRequest
    subject: SubjectToken
    audience: list[str]
    scope: str

    @property
    def client(self) -> RegisteredClient:
        """The authenticated client: who acts."""
        if self.request.client is None:
            raise GrantRefused
        return self.request.client

    def validate_token_request(self) -> None:
        """Check who acts, for whom, where, and with what.

        Raises:
            OAuth2Error: The policy of the client, or the token it brings, does not carry it.
        """
        self.request.client = self.server.authenticate_client(self.request, self.TOKEN_ENDPOINT_AUTH_METHODS)
        if not self.client.check_grant_type(self.GRANT_TYPE):
            raise UnauthorizedClientError("The client is not registered for this grant_type.")
        policy = ExchangePolicy.of(self.client)
        self._check_kinds()
        self.audience = policy.target([*named_resources(self.request), *self._named("audience")])
        if self.server.userinfo_url in self.audience:
            raise InvalidTarget(
                "UserInfo answers the application that the citizen signed in to, and nobody else."
            )
        self.subject = self._subject(policy)
        self._check_actor()
        self.scope = policy.scope(self.request.payload.scope, self.subject.scopes)

    def create_token_response(self) -> Any:
        """The new token (RFC 8693, 2.2.1). No refresh token: who acts for somebody asks again."""
        expires_at = min(
            self.server.clock() + self.server.settings.access_token_lifetime, self.subject.expires_at
        )
        access_token = self.server.access_tokens.issue(
            client_id=self.client.client_id,
            subject=self.subject.claims["sub"],
            audience=self.audience,
            scope=self.scope,
            bound_to=self.request.confirmation,
            exp=int(expires_at.timestamp()),
            act=self._act(),
            auth_time=self.subject.claims.get("auth_time"),
            acr=self.subject.claims.get("acr"),
            **{AUTHORIZATION: self.subject.standing.authorization.id},
        )
        self._record()
        answer = {
            "access_token": access_token,
            "issued_token_type": ACCESS_TOKEN,
            "token_type": token_type(self.request.confirmation),
            "expires_in": int((expires_at - self.server.clock()).total_seconds()),
            "scope": self.scope,
        }
        return 200, answer, self.TOKEN_RESPONSE_HEADER

    def _check_kinds(self) -> None:
        for name in ("subject_token", "subject_token_type"):
            if self.request.get(name) is None:
                raise InvalidRequestError(f"The {name} is missing.")
        if self.request.get("requested_token_type") not in (None, ACCESS_TOKEN):
            raise InvalidRequestError("The requested_token_type is not supported: access tokens are issued.")
        if (self.request.get("actor_token") is None) != (self.request.get("actor_token_type") is None):
            raise InvalidRequestError(
                "The actor_token and actor_token_type are sent together, or not at all."
            )
        if self.request.get("authorization_details") is not None:
            raise InvalidRequestError("The authorization_details cannot be had by exchanging a token.")

    def _named(self, parameter: str) -> list[str]:
        return self.request.payload.datalist.get(parameter, [])

    def _subject(self, policy: ExchangePolicy) -> SubjectToken:
        text, kind = self.request.form["subject_token"], self.request.form["subject_token_type"]
        subject = read_subject_token(self.server, text, kind, self.client)
        if subject.client_id not in policy.clients:
            raise InvalidRequestError("The subject_token is from a client that is not in token_exchange.")
        if subject.actors() >= MOST_ACTORS:
            raise InvalidRequestError(
                f"The subject_token has been exchanged {MOST_ACTORS} times: that is the most."
            )
        return subject

    def _check_actor(self) -> None:
        """An actor token may only say once more who asks: nobody acts in the name of a third."""
        text = self.request.get("actor_token")
        if text is None:
            return
        if self.request.get("actor_token_type") != ACCESS_TOKEN:
            raise InvalidRequestError("The actor_token_type is not supported: send an access token.")
        token = self.server.access_tokens.read(text)
        is_own = token is not None and token.claims["sub"] == token.client_id == self.client.client_id
        if token is None or not is_own or self.server.outside.revoked_tokens.holds(token.jti):
            raise InvalidRequestError("The actor_token is not one the client got for itself, or has ended.")

    def _act(self) -> dict[str, Any]:
        before = self.subject.claims.get("act")
        return {"sub": self.client.client_id, **({"act": before} if before else {})}

    def _record(self) -> None:
        authorization = self.subject.standing.authorization
        self.server.outside.record(
            TokenExchanged(
                citizen_id=authorization.citizen_id,
                client_id=self.client.client_id,
                for_client_id=self.subject.client_id,
                authorization_id=authorization.id,
                audiences=tuple(self.audience),
                scopes=tuple(self.scope.split()),
            )
        )
