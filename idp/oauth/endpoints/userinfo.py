"""UserInfo (OpenID Connect Core, 5.3): what the citizen let the application have, as it is now."""

import json
from typing import TYPE_CHECKING, Any

from authlib.oidc.core import UserInfoEndpoint as UserInfo

from idp.audit.events.oauth import ClaimsReleased
from idp.oauth.access_token import AccessToken
from idp.oauth.claims import names_for_userinfo, released
from idp.oauth.client import RegisteredClient
from idp.oauth.encryption import JWT
from idp.oauth.errors import NO_STORE, ScopeMissing, TokenRefused
from idp.oauth.faults import Fault, active
from idp.oauth.protected_resource import shown_token
from idp.oauth.records import Standing
from idp.oauth.request import Sender
from idp.oauth.signing import signed
from idp.oauth.standing import holds
from idp.oauth.telling import telling

if TYPE_CHECKING:
    from idp.oauth.server import Provider

_SIGNED = "userinfo_signed_response_alg"
Answered = tuple[int, dict[str, Any] | str, list[tuple[str, str]]]


class UserInfoEndpoint(UserInfo):
    """Checks the token and everything it stands on in one statement, and records the release in another."""

    server: "Provider"

    def __call__(self, request: Any) -> Answered:  # type: ignore[override]  # a plain dictionary will do
        """Answer a request.

        Raises:
            OAuth2Error: There is no token, or it opens nothing here.
        """
        shown = shown_token(request)
        token = self.server.access_tokens.read(shown.text)
        if token is None or self.server.userinfo_url not in token.audience or token.authorization_id is None:
            raise TokenRefused(scheme=shown.scheme)
        if "openid" not in token.scopes:
            raise ScopeMissing("openid", shown.scheme)
        standing = self.server.outside.authorizations.standing(token.authorization_id, token.jti)
        if standing is not None:
            request.sender = Sender.of(standing.client)
            request.concerns = token.authorization_id
        if standing is None or not holds(standing):
            raise TokenRefused(scheme=shown.scheme)
        client = RegisteredClient(standing.client, today=self.server.today())
        if Fault.USERINFO_401 in active(standing.client, self.server.clock()):
            raise TokenRefused(scheme=shown.scheme)
        self.server.senders.at_resource(request, shown, token, client)
        return self._answer(client, standing, token)

    def _answer(self, client: RegisteredClient, standing: Standing, token: AccessToken) -> Answered:
        authorization = standing.authorization
        names = names_for_userinfo(client, " ".join(token.scopes), authorization.requested_claims)
        known = self.server.outside.people.claims_of(standing.citizen) if names else {}
        how = telling(self.server, client, authorization.requested_claims, "userinfo")
        claims = released(known, names, how)
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
        return self._as_registered({"sub": token.claims["sub"], **claims}, client)

    def _as_registered(self, answer: dict[str, Any], client: RegisteredClient) -> Answered:
        """As JSON, or as the client registered for it: signed, encrypted, or both (Core, 5.3.2).

        Raises:
            NoEncryptionKey: It is to be encrypted, and the client's key cannot be had.
        """
        is_signed = client.registered(_SIGNED) is not None
        encryption = self.server.encryption
        if not is_signed and not encryption.is_wanted(client, "userinfo"):
            return 200, answer, NO_STORE
        said = self._signed(answer, client) if is_signed else json.dumps(answer, ensure_ascii=False)
        text = encryption.encrypted(client, "userinfo", said, content_type=JWT if is_signed else "")
        return 200, text, [("Content-Type", "application/jwt"), *NO_STORE[1:]]

    def _signed(self, answer: dict[str, Any], client: RegisteredClient) -> str:
        algorithm = client.signing_algorithm(_SIGNED)
        key = self.server.keys.signer(algorithm)
        claims = {"iss": self.server.issuer, "aud": client.client_id, **answer}
        return signed(claims, key, algorithm)
