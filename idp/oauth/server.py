"""Provider: Authlib's authorization server, given stores, keys, people, the audit log and a clock.

Authlib hands it to every grant and endpoint as `self.server`, so it is their container: there are no globals.
"""

from collections.abc import Mapping
from datetime import date, timedelta, timezone
from typing import Any, cast

from authlib.oauth2.rfc6749 import AuthorizationServer, InvalidRequestError, OAuth2Error
from authlib.oauth2.rfc6749.grants import BaseGrant

from idp.clock import Clock
from idp.config import Settings
from idp.oauth.access_token import AccessTokens
from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import ClientAuthentication, is_client_id
from idp.oauth.encryption import Encryption
from idp.oauth.errors import ClientRefused, NonceNeeded, UnknownGrantType, UnknownResponseType
from idp.oauth.faults import active, at_authorization, at_token_endpoint
from idp.oauth.grants.code_request import CodeRequest, Granted
from idp.oauth.jarm import SignedResponses
from idp.oauth.ports import Keys, Outside
from idp.oauth.published import Published
from idp.oauth.request import ProtocolRequest
from idp.oauth.request_object import RequestObjects
from idp.oauth.request_sources import RequestSources
from idp.oauth.response import Answer, FormPost, ProtocolResponse, with_nonce
from idp.oauth.response_modes import authorization_response
from idp.oauth.sender_constraint import SenderConstraint
from idp.oauth.subjects import Subjects
from idp.oauth.supported import ENDPOINTS, GRANTS, RESPONSE_TYPES, path_of

_VIET_NAM = timezone(timedelta(hours=7))


class Provider(AuthorizationServer):
    """Speaks everything in `supported.py`, and nothing else."""

    def __init__(
        self,
        settings: Settings,
        outside: Outside,
        *,
        keys: Keys,
        subjects: Subjects,
        client_auth: ClientAuthentication,
        senders: SenderConstraint,
        clock: Clock,
    ) -> None:
        super().__init__()
        self.settings = settings
        self.outside = outside
        self.keys = keys
        self.subjects = subjects
        self.clock = clock
        self.client_auth = client_auth
        self.senders = senders
        self.issuer = settings.issuer
        self.access_tokens = AccessTokens(self.issuer, keys, settings.access_token_lifetime, clock)
        self.encryption = Encryption(outside.documents.keys)
        self.sources = self._request_sources()
        self.signed_responses = SignedResponses(self.issuer, keys, self.encryption, clock)
        self.published = Published(self.issuer, keys, settings.mtls_address)
        for grant in GRANTS:
            self.register_grant(grant, [extension() for extension in grant.EXTENSIONS])
        for endpoint in ENDPOINTS:
            if endpoint.handler is not None:
                self.register_endpoint(endpoint.handler)

    @property
    def userinfo_url(self) -> str:
        """The audience of tokens that open UserInfo."""
        return self.issuer + path_of("userinfo")

    def today(self) -> date:
        """The day in Việt Nam."""
        return self.clock().astimezone(_VIET_NAM).date()

    def audience(self, client: RegisteredClient, scope: str) -> list[str]:
        """Whom a token about a citizen is meant for: the interfaces the client was registered for, and UserInfo."""
        interfaces = client.audiences
        opens_userinfo = "openid" in scope.split() or not interfaces
        return [*interfaces, self.userinfo_url] if opens_userinfo else interfaces

    def respond(self, endpoint: str, request: ProtocolRequest) -> Answer:
        """Answer a request to one of the endpoints for machines.

        Args:
            endpoint: Its name in `supported.py`.
            request: The request.
        """
        try:
            request.payload.refuse_repeated()
            if endpoint == "token":
                answer = self._token_response(request)
            else:
                answer = cast("Answer", self._untyped.create_endpoint_response(endpoint, request))
        except OAuth2Error as error:
            answer = self.handle_error_response(request, error)
        return with_nonce(self.published.naming(endpoint, answer), request.fresh_nonce)

    def refuse(self, grant: CodeRequest, error: OAuth2Error) -> Answer:
        """Send an error to the client whose authorization request was good. A pushed one is used up by it.

        Raises:
            InvalidRequestURIError: It was pushed, and was answered before.
        """
        self.sources.spend(grant.request)
        error.redirect_uri = grant.redirect_uri
        return self.handle_error_response(grant.request, error)

    def grant(self, grant: CodeRequest, granted: Granted | None) -> Answer:
        """Answer an authorization request: with a code, or, for None, that the citizen refused.

        Raises:
            InvalidRequestURIError: It was pushed, and was answered before.
        """
        self.sources.spend(grant.request)
        granted = at_authorization(active(grant.client.record, self.clock()), granted)
        return cast(
            "Answer", self.create_authorization_response(grant.request, grant_user=granted, grant=grant)
        )

    def check_authorization_request(self, request: ProtocolRequest) -> CodeRequest:
        """Check an authorization request.

        Raises:
            OAuth2Error: It is wrong. The error has a redirect URI if it may be sent to the client.
        """
        self.sources.unfold(request)
        return cast("CodeRequest", self._untyped.get_consent_grant(request))

    def authorization_response(
        self, request: ProtocolRequest, redirect_uri: str, said: Mapping[str, str]
    ) -> Answer:
        """Success or error as the client is to get it.

        Args:
            request: The authorization request.
            redirect_uri: A redirect URI that was checked against the client.
            said: The parameters of the response, without `state` and `iss`.
        """
        request.is_answered = True
        if request.client is None:
            request.client = self.query_client(request.get("client_id") or "")
        sign = self.signed_responses.signed
        return authorization_response(request, redirect_uri, said, self.issuer, sign)

    def _token_response(self, request: ProtocolRequest) -> Answer:
        if request.payload.grant_type is None:
            raise InvalidRequestError("The grant_type is missing.")
        return cast("Answer", self._untyped.create_token_response(request))

    def _request_sources(self) -> RequestSources:
        documents, pushed = self.outside.documents, self.outside.pushed_requests
        objects = RequestObjects(self.issuer, documents.keys, documents.fetch_text, self.clock)
        return RequestSources(pushed, objects, self.query_client, self.clock)

    @property
    def _untyped(self) -> Any:
        # The stubs leave these methods of Authlib's untyped, or give them the types of one web framework.
        return self

    # What follows is what Authlib asks of a server.

    def query_client(self, client_id: str) -> RegisteredClient | None:  # type: ignore[override]  # Authlib means None, too
        """A live client by its identifier."""
        record = self.outside.clients.find(client_id) if is_client_id(client_id) else None
        if record is None or not record.is_usable:
            return None
        return RegisteredClient(record, record.trial_uri_at(self.clock()), today=self.today())

    def authenticate_client(
        self,
        request: Any,
        methods: Any,
        endpoint: str = "token",
    ) -> RegisteredClient:
        """The client behind a request, by its own method, which has to be one the endpoint takes.

        At the token endpoint, what it proves to have beside that is noted: tokens are bound to it.

        Raises:
            OAuth2Error: It cannot prove who it is, or lacks a proof that its tokens need.
        """
        client = self.client_auth.authenticate(request).on(self.today())
        if client.auth_method not in methods:
            raise ClientRefused(f"{client.client_id} authenticates in a way this endpoint does not take")
        request.auth_method = client.auth_method
        if endpoint == "token":
            at_token_endpoint(active(client.record, self.clock()), self.outside.wait)
            request.confirmation = self.senders.at_token_endpoint(request, client)
        return client

    def get_authorization_grant(self, request: Any) -> BaseGrant:
        """The grant that answers an authorization request; `response_type` is checked with the rest of it.

        Raises:
            OAuth2Error: None does. The error has a redirect URI if it may be sent to the client.
        """
        if request.payload.response_type in RESPONSE_TYPES:
            return super().get_authorization_grant(request)
        error = (
            UnknownResponseType()
            if request.payload.response_type
            else InvalidRequestError("The response_type is missing.")
        )
        client = self.query_client(request.payload.client_id or "")
        if client is not None and not request.payload.repeated() & {"client_id", "redirect_uri"}:
            error.redirect_uri = CodeRequest.validate_authorization_redirect_uri(request, client)
        raise error

    def get_token_grant(self, request: Any) -> BaseGrant:
        """The grant that answers a token request.

        Raises:
            UnknownGrantType: None does.
        """
        if request.payload.grant_type not in {grant.GRANT_TYPE for grant in GRANTS}:
            raise UnknownGrantType
        return super().get_token_grant(request)

    def create_oauth2_request(self, request: ProtocolRequest) -> ProtocolRequest:
        """It is one already."""
        return request

    def handle_response(self, status: int, body: Any, headers: Any) -> Answer:
        """The answer as a value."""
        if isinstance(body, FormPost | ProtocolResponse):
            return body
        return ProtocolResponse(status, body, headers)

    def handle_error_response(self, request: Any, error: OAuth2Error) -> Answer:
        """An error, to the client by way of the browser if it may go there, else as JSON."""
        request.refused_with = error
        if not error.redirect_uri:
            status, body, headers = error(None)
            return ProtocolResponse(status, body, headers, is_undone=isinstance(error, NonceNeeded))
        error.state = None  # the response mode adds it
        said = {str(name): str(value) for name, value in error.get_body()}
        return self.authorization_response(request, error.redirect_uri, said)

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens: what happens is in the audit log."""
