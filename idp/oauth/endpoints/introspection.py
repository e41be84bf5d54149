"""Token introspection (RFC 7662; RFC 9701), for the interface a token is meant for and the client it was issued to."""

import re
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oauth2.rfc7662 import IntrospectionEndpoint as Introspection

from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.confirmation import token_type
from idp.oauth.endpoints.presented import PresentedToken, find_presented, is_in_force
from idp.oauth.errors import NO_STORE
from idp.oauth.records import Refresh
from idp.oauth.request import ProtocolRequest
from idp.oauth.signing import signed

if TYPE_CHECKING:
    from idp.oauth.server import Provider

TYPE = "token-introspection+jwt"
MEDIA_TYPE = f"application/{TYPE}"
_KIND = "introspection"
_DECLINED = re.compile(r"q=0(\.0*)?")
_SIGNED = "introspection_signed_response_alg"

_TOLD = ("iss", "sub", "aud", "client_id", "scope", "iat", "exp", "jti", "auth_time", "acr", "cnf", "act")
_DETAILS = "authorization_details"


class IntrospectionEndpoint(Introspection):
    """Says whether a token is good, and to whom it may say so, what it opens. To anybody else it is not active."""

    CLIENT_AUTH_METHODS = tuple(method for method in CLIENT_AUTH_METHODS if method != "none")

    server: "Provider"

    def create_endpoint_response(self, request: Any) -> tuple[int, Any, Any]:
        """Answer as JSON, or as a signed token where the asker wants one (RFC 9701, 4).

        Raises:
            OAuth2Error: The asker cannot prove who it is, or names no token.
        """
        status, said, _ = super().create_endpoint_response(request)  # type: ignore[no-untyped-call]  # Authlib types none of its endpoints
        client = request.client
        if not self._wants_token(request, client):
            return status, said, NO_STORE
        text = self.server.encryption.encrypted(client, _KIND, self._signed(said, client))
        return status, text, [("Content-Type", MEDIA_TYPE), *NO_STORE[1:]]

    def _wants_token(self, request: ProtocolRequest, client: RegisteredClient) -> bool:
        if client.registered(_SIGNED) is not None or self.server.encryption.is_wanted(client, _KIND):
            return True
        return _is_accepted(MEDIA_TYPE, (request.headers or {}).get("Accept", ""))

    def _signed(self, said: dict[str, Any], client: RegisteredClient) -> str:
        """What is said about a token, for this asker and nobody else (RFC 9701, 5)."""
        claims = {
            "iss": self.server.issuer,
            "aud": client.client_id,
            "iat": int(self.server.clock().timestamp()),
            "token_introspection": said,
        }
        algorithm = client.signing_algorithm(_SIGNED)
        key = self.server.keys.signer(algorithm)
        return signed(claims, key, algorithm, TYPE)

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
        return not client.own_audiences().isdisjoint(token.access_token.audience)

    def create_introspection_payload(self, token: PresentedToken | None) -> dict[str, Any]:
        """The answer (RFC 7662, 2.2)."""
        if token is None or not is_in_force(self.server, token):
            return {"active": False}
        if token.refresh is not None:
            return {"active": True, **self._about_refresh_token(token.refresh)}
        claims = token.access_token.claims if token.access_token else {}
        return {
            "active": True,
            "token_type": token_type(claims.get("cnf") or {}),
            **{name: claims[name] for name in (*_TOLD, _DETAILS) if name in claims},
        }

    def _about_refresh_token(self, refresh: Refresh) -> dict[str, Any]:
        authorization = refresh.standing.authorization
        details = authorization.authorization_details
        return {
            "iss": self.server.issuer,
            "client_id": authorization.client_id,
            "scope": authorization.scope,
            "iat": int(refresh.token.issued_at.timestamp()),
            "exp": int(refresh.token.expires_at.timestamp()),
            **({_DETAILS: details} if details else {}),
        }


def _is_accepted(media_type: str, header: str) -> bool:
    """Whether an Accept header names a media type, and not in order to decline it (RFC 9110, 12.5.1)."""
    for each in header.lower().split(","):
        kind, *parameters = (part.strip() for part in each.split(";"))
        if kind == media_type:
            return not any(_DECLINED.fullmatch(parameter) for parameter in parameters)
    return False
