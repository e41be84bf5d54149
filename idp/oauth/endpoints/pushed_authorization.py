"""Pushed authorization requests: a client sends what it asks for ahead, by itself, and the browser only a reference.

Source: RFC 9126; RFC 9101 within (3); RFC 9449, 10.1, for the key a code is bound to.
"""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from authlib.oauth2.rfc6749.endpoint import Endpoint

from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.errors import NO_STORE, TooManyRequests
from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.request_sources import PUSHED

if TYPE_CHECKING:
    from idp.oauth.server import Provider

LIFETIME = timedelta(seconds=90)
"""How long a browser may come with the reference. A citizen who came in time may take longer."""

FROM_ONE_NETWORK, PERIOD = 1_000, timedelta(minutes=10)
"""Requests in the name of one public client. A whole town's phones may share an address."""

_PROOFS = frozenset({"client_secret", "client_assertion", "client_assertion_type"})
_AUTHORIZE = "/oauth/authorize"


class PushedAuthorizationEndpoint(Endpoint):
    """Checks a request as the authorization endpoint will, keeps it sealed, and gives a reference to it."""

    ENDPOINT_NAME = "pushed_authorization"

    server: "Provider"

    def create_endpoint_response(self, request: Any) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """Answer a request.

        Raises:
            OAuth2Error: The client cannot prove who it is, or what it asks for is wrong. Never sent by the browser.
        """
        try:
            client = self.server.authenticate_client(request, CLIENT_AUTH_METHODS, self.ENDPOINT_NAME)
            pushed = self._opened(request, client)
            self.server.check_authorization_request(pushed)
            self._count(request, client)
            key = self.server.senders.of_pushed_request(request, client, pushed.get("dpop_jkt"))
        except OAuth2Error as error:
            error.redirect_uri = error.state = None
            raise
        kept = {**pushed.payload.kept(), **({"dpop_jkt": key} if key else {})}
        reference = self.server.outside.pushed_requests.add(client.client_id, kept, LIFETIME)
        answer = {"request_uri": PUSHED + reference, "expires_in": int(LIFETIME.total_seconds())}
        return 201, answer, NO_STORE

    def _count(self, request: ProtocolRequest, client: RegisteredClient) -> None:
        """Anybody can push in the name of a public client, and each request is a row, its proof another."""
        take = self.server.outside.waiting_room.counts.take
        whose = f"pushed:{client.client_id}:from:{request.network}"
        if client.is_public and not take(whose, FROM_ONE_NETWORK, PERIOD):
            raise TooManyRequests

    def _opened(self, request: ProtocolRequest, client: RegisteredClient) -> ProtocolRequest:
        """The authorization request that was sent: of a signed one only what was signed."""
        if request.get("request_uri") is not None:
            raise InvalidRequestError("A request_uri cannot be pushed (RFC 9126, 2.1).")
        sent = [
            (name, value)
            for name, values in request.payload.datalist.items()
            for value in values
            if name not in {*_PROOFS, "client_id"}
        ]
        parameters = Parameters([*sent, ("client_id", client.client_id)])
        pushed = ProtocolRequest("POST", path=_AUTHORIZE, parameters=parameters, headers={})
        pushed.origin = replace(request.origin, is_pushed=True)
        self.server.sources.open_object(pushed, client)
        return pushed
