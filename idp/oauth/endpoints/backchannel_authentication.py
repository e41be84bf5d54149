"""The backchannel authentication endpoint: a program asks for the approval of a citizen who is elsewhere.

Source: OpenID Connect Client-Initiated Backchannel Authentication (CIBA) Core 1.0, 7.
"""

from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError, UnauthorizedClientError

from idp.audit.events.oauth import ApprovalAsked
from idp.crypto.digests import digest
from idp.oauth.access_token import AUTHORIZATION
from idp.oauth.ciba_request import CibaRequest
from idp.oauth.ciba_request_object import ALGORITHM_MEMBER, BackchannelRequestObjects
from idp.oauth.client import CIBA, RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.decoupled import DecoupledRequest
from idp.oauth.errors import NO_STORE, TooManyWaiting
from idp.oauth.grants.polled import INTERVAL_SECONDS
from idp.oauth.id_token_hint import read_hint
from idp.oauth.ports import Named
from idp.oauth.request import Parameters, ProtocolRequest

if TYPE_CHECKING:
    from idp.oauth.server import Provider

MOST_FOR_ONE_HINT = 3
"""Requests of one client that may wait for whom it names so; one more is refused."""
MOST_FOR_ONE_CITIZEN = 10
"""Requests that may wait for one citizen, whoever asks. Of one more nobody is told, the client neither."""

_OF_THE_CLIENT = frozenset({"client_id", "client_secret", "client_assertion", "client_assertion_type"})


class BackchannelAuthenticationEndpoint:
    """Takes requests. Whether it knows the citizen that is meant, it does not tell: such a request just waits."""

    ENDPOINT_NAME = "backchannel_authentication"
    CLIENT_AUTH_METHODS = tuple(method for method in CLIENT_AUTH_METHODS if method != "none")

    def __init__(self, server: "Provider") -> None:
        self.server = server
        outside = server.outside
        self._objects = BackchannelRequestObjects(
            server.issuer, outside.documents.keys, outside.used_assertions, server.clock
        )

    def create_endpoint_request(self, request: ProtocolRequest) -> ProtocolRequest:
        """It is one already."""
        return request

    def __call__(self, request: ProtocolRequest) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """Answer a request.

        Raises:
            OAuth2Error: The client may not ask, or asks wrongly.
        """
        client = self.server.authenticate_client(request, self.CLIENT_AUTH_METHODS, self.ENDPOINT_NAME)
        if not client.check_grant_type(CIBA):
            raise UnauthorizedClientError("This client is not registered for the CIBA grant.")
        parameters = self._parameters(request, client)
        asked = CibaRequest.read(parameters, client, self.server)
        name, auth_req_id = self._keep(asked, parameters, client, self._named(asked, client))
        self.server.outside.waiting_room.tell_citizen(name)
        return 200, self._answer(asked, auth_req_id), NO_STORE

    def _parameters(self, request: ProtocolRequest, client: RegisteredClient) -> Parameters:
        """Those of the form, or, where the client is registered for that, of the request it signed."""
        signed, algorithm = request.get("request"), client.registered(ALGORITHM_MEMBER)
        if signed is None:
            if algorithm is not None or client.profile.requires_signed_backchannel_requests:
                raise InvalidRequestError("The request is missing: this client signs what it asks.")
            return request.payload
        if algorithm is None:
            raise InvalidRequestError(f"The request is signed, but no {ALGORITHM_MEMBER} is registered.")
        if set(request.payload.data) - _OF_THE_CLIENT - {"request"}:
            raise InvalidRequestError("Beside a signed request no other parameter may be sent.")
        return self._objects.read(signed, client)

    def _named(self, asked: CibaRequest, client: RegisteredClient) -> Named:
        if asked.hint == "login_hint":
            in_sandbox = client.record.is_for_test_people
            directory = self.server.outside.waiting_room.directory
            return Named(*directory.by_login(asked.hinted, in_sandbox=in_sandbox))
        claims = read_hint(asked.hinted, self.server.keys, self.server.issuer)
        if claims is None or claims.get("aud") != client.client_id:
            raise InvalidRequestError(
                "The id_token_hint is not an ID token of this provider for this client."
            )
        subject, authorization_id = str(claims["sub"]), str(claims.get(AUTHORIZATION, ""))
        standing = self.server.outside.authorizations.find(authorization_id)
        is_theirs = (
            standing is not None
            and standing.citizen.is_active
            and standing.citizen.is_test_person == client.record.is_for_test_people
        )
        return Named(digest(subject), standing.citizen.id if standing and is_theirs else None)

    def _keep(
        self, asked: CibaRequest, parameters: Parameters, client: RegisteredClient, named: Named
    ) -> tuple[str, str]:
        room = self.server.outside.waiting_room.approvals
        if room.waiting(client_id=client.client_id, hint=named.hint) >= MOST_FOR_ONE_HINT:
            raise TooManyWaiting
        # Asked for nobody, too: an unknown citizen must not be answered faster than a known one.
        if room.waiting_for(named.citizen_id or "") >= MOST_FOR_ONE_CITIZEN:
            named = Named(named.hint, None)
        kept = {
            **DecoupledRequest.kept(parameters),
            "binding_message": asked.binding_message,
            "client_notification_token": asked.notification_token,
        }
        name, auth_req_id = room.add(
            kept,
            client_id=client.client_id,
            named=named,
            interval_seconds=INTERVAL_SECONDS,
            lifetime=asked.lifetime,
        )
        self.server.outside.record(
            ApprovalAsked(client_id=client.client_id, citizen_id=named.citizen_id, request_id=name)
        )
        return name, auth_req_id

    @staticmethod
    def _answer(asked: CibaRequest, auth_req_id: str) -> dict[str, Any]:
        return {
            "auth_req_id": auth_req_id,
            "expires_in": int(asked.lifetime.total_seconds()),
            "interval": INTERVAL_SECONDS,
        }
