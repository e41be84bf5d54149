"""UserInfo (OpenID Connect Core, 5.3): what the citizen let the application have, as it is now."""

from functools import partial
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc6750 import InsufficientScopeError
from authlib.oidc.core import UserInfoEndpoint as UserInfo
from joserfc import jwt

from idp.audit.events.oauth import ClaimsReleased
from idp.oauth.access_token import AccessToken
from idp.oauth.claims import names_for_userinfo, released
from idp.oauth.client import RegisteredClient
from idp.oauth.errors import NO_STORE, TokenMissing, TokenRefused
from idp.oauth.extensions.id_token import ID_TOKEN_ALGORITHMS
from idp.oauth.records import Standing
from idp.oauth.request import ProtocolRequest
from idp.oauth.standing import holds

if TYPE_CHECKING:
    from idp.oauth.server import Provider

Answered = tuple[int, dict[str, Any] | str, list[tuple[str, str]]]


class UserInfoEndpoint(UserInfo):
    """Checks the token and everything it stands on in one statement, and records the release in another."""

    server: "Provider"

    def __call__(self, request: Any) -> Answered:  # type: ignore[override]  # a plain dictionary will do
        """Answer a request.

        Raises:
            OAuth2Error: There is no token, or it opens nothing here.
        """
        token = self.server.access_tokens.read(_bearer_token(request))
        if token is None or self.server.userinfo_url not in token.audience or token.authorization_id is None:
            raise TokenRefused
        if "openid" not in token.scopes:
            raise InsufficientScopeError("The scope openid is needed.")
        standing = self.server.outside.authorizations.standing(token.authorization_id, token.jti)
        if standing is None or not holds(standing):
            raise TokenRefused
        return self._answer(RegisteredClient(standing.client), standing, token)

    def _answer(self, client: RegisteredClient, standing: Standing, token: AccessToken) -> Answered:
        authorization = standing.authorization
        names = names_for_userinfo(client, " ".join(token.scopes), authorization.requested_claims)
        known = self.server.outside.people.claims_of(standing.citizen) if names else {}
        refer = partial(self.server.subjects.reference, client)
        claims = released(known, names, self.server.today(), refer)
        if claims:
            self.server.outside.record(
                ClaimsReleased(
                    citizen_id=authorization.citizen_id,
                    client_id=client.client_id,
                    authorization_id=authorization.id,
                    claims=tuple(claims),
                    channel="userinfo",
                )
            )
        answer = {"sub": token.claims["sub"], **claims}
        algorithm = client.registered("userinfo_signed_response_alg")
        return (
            self._signed(answer, client, algorithm)
            if algorithm in ID_TOKEN_ALGORITHMS
            else (200, answer, NO_STORE)
        )

    def _signed(self, answer: dict[str, Any], client: RegisteredClient, algorithm: str) -> Answered:
        key = self.server.keys.signer(algorithm)
        claims = {"iss": self.server.issuer, "aud": client.client_id, **answer}
        text = jwt.encode({"alg": algorithm, "kid": key.kid}, claims, key, [algorithm])
        return 200, text, [("Content-Type", "application/jwt"), *NO_STORE[1:]]


def _bearer_token(request: ProtocolRequest) -> str:
    """The token of a request: in the header, or in the form of a POST (RFC 6750, 2.1 and 2.2), not both."""
    scheme, _, in_header = (request.headers or {}).get("Authorization", "").partition(" ")
    in_form = request.get("access_token") if request.method == "POST" else None
    if in_form is not None and in_header:
        raise InvalidRequestError("An access token is sent in one way per request.")
    if in_form is not None:
        return in_form
    if scheme.lower() != "bearer" or not in_header.strip():
        raise TokenMissing
    return in_header.strip()
