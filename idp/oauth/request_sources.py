"""Where the parameters of an authorization request come from: pushed before, signed, or from the browser's address.

Source: RFC 9126, 4; RFC 9101, 5 and 6; FAPI 2.0 Security Profile, 5.3.2.2.
"""

from collections.abc import Callable
from dataclasses import replace

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error
from authlib.oidc.core.errors import InvalidRequestURIError

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.ports import PushedRequests
from idp.oauth.request import ProtocolRequest, kept_before
from idp.oauth.request_object import RequestObjects

PUSHED = "urn:ietf:params:oauth:request_uri:"
"""What the `request_uri` of a pushed request begins with; the reference follows."""

_CARRIERS = frozenset({"request", "request_uri"})
_LONGEST = 8_192

FindClient = Callable[[str], RegisteredClient | None]


class RequestSources:
    """Replaces what a browser brought by what it stands for. A request that stands for itself costs nothing."""

    def __init__(
        self, pushed: PushedRequests, objects: RequestObjects, find: FindClient, clock: Clock
    ) -> None:
        self._pushed = pushed
        self._objects = objects
        self._find = find
        self._clock = clock

    def unfold(self, request: ProtocolRequest) -> None:
        """Give a request the parameters it stands for, those and no others.

        Raises:
            OAuth2Error: There is no such request. The error has a redirect URI if it may be sent to the client.
        """
        if request.origin.is_settled or _CARRIERS.isdisjoint(request.payload.data):
            return
        request.payload.refuse_repeated({*_CARRIERS, "client_id"})
        client = self._find(request.get("client_id") or "")
        if client is None:
            raise InvalidRequestError("The client_id is missing, or no client has it.")
        reference = request.get("request_uri") or ""
        if reference.startswith(PUSHED):
            self._fetch_pushed(request, reference.removeprefix(PUSHED), client)
        elif must_push(client):
            raise InvalidRequestError("The requests of this client have to be pushed (RFC 9126).")
        else:
            self._open_signed(request, client)

    def open_object(self, request: ProtocolRequest, client: RegisteredClient) -> None:
        """Give a request the parameters of the object in `request`, if it has one.

        Raises:
            InvalidRequestObjectError: It is not signed by the client as registered, or one of its claims is wrong.
        """
        text = request.get("request")
        if text is not None:
            request.payload = self._objects.read(text, client)
            request.origin = replace(request.origin, is_signed=True, is_settled=True)

    def spend(self, request: ProtocolRequest) -> None:
        """Use up the pushed request that is answered now. Nothing, where there is none.

        Raises:
            InvalidRequestURIError: It was answered already.
        """
        digest = request.origin.digest
        if digest is not None and not self._pushed.spend(digest):
            raise InvalidRequestURIError("The request_uri was used before.")

    def _fetch_pushed(self, request: ProtocolRequest, reference: str, client: RegisteredClient) -> None:
        found = self._pushed.find(reference) if len(reference) <= _LONGEST else None
        if found is None or found.client_id != client.client_id:
            raise InvalidRequestURIError("The request_uri is unknown, or was given to another client.")
        if found.spent_at is not None:
            raise InvalidRequestURIError("The request_uri was used before.")
        if self._clock() >= found.expires_at:
            raise InvalidRequestURIError("The request_uri has expired: push the request again.")
        request.payload = request.payload.restored(found.parameters)
        request.origin = kept_before(found.digest)

    def _open_signed(self, request: ProtocolRequest, client: RegisteredClient) -> None:
        try:
            if request.payload.data.keys() >= _CARRIERS:
                raise InvalidRequestError("Either request or request_uri is sent, not both.")
            address = request.get("request_uri")
            text = self._objects.fetched(address, client) if address else request.get("request")
            request.payload = self._objects.read(text or "", client)
            request.origin = replace(request.origin, is_signed=True, is_settled=True)
        except OAuth2Error as error:
            error.redirect_uri = _outer_redirect_uri(request, client)
            raise


def must_push(client: RegisteredClient) -> bool:
    """Whether a client's requests count only if it pushed them (RFC 9126, 6)."""
    registered = client.registered("require_pushed_authorization_requests")
    return client.profile.requires_pushed_requests or registered is True


def must_sign(client: RegisteredClient) -> bool:
    """Whether a client's requests count only if it signed them (RFC 9101, 10.5)."""
    return (
        client.profile.requires_signed_requests or client.registered("require_signed_request_object") is True
    )


def check_origin(request: ProtocolRequest, client: RegisteredClient) -> None:
    """Refuse parameters that came another way than the client's have to.

    Raises:
        InvalidRequestError: They did.
    """
    if must_push(client) and not request.origin.is_pushed:
        raise InvalidRequestError("The requests of this client have to be pushed (RFC 9126).")
    if must_sign(client) and not request.origin.is_signed:
        raise InvalidRequestError(
            "The requests of this client have to be signed: the parameter request is missing."
        )


def _outer_redirect_uri(request: ProtocolRequest, client: RegisteredClient) -> str | None:
    # There is no other address to tell the client at: what is inside was not found good.
    asked = request.get("redirect_uri")
    if asked is None or "redirect_uri" in request.payload.repeated():
        return None
    return asked if client.check_redirect_uri(asked) else None
