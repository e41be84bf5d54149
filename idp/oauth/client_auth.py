"""How applications authenticate: by exactly one method per request, and only by their own (RFC 6749, 2.3)."""

import logging
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.client import RegisteredClient
from idp.oauth.client_assertion import ASSERTION_TYPE, ClientAssertions
from idp.oauth.errors import ClientRefused
from idp.oauth.ports import Clients
from idp.oauth.records import ClientRecord
from idp.oauth.request import ProtocolRequest

CLIENT_AUTH_METHODS = ("client_secret_basic", "client_secret_post", "private_key_jwt", "none")
LONGEST_CLIENT_ID = 255

_log = logging.getLogger("idp.oauth.client_auth")


@dataclass(frozen=True)
class Presented:
    """What a request brought to authenticate its client with."""

    method: str
    client_id: str
    proof: str = ""


class ClientAuthentication:
    """Decides who is asking at the endpoints for machines."""

    def __init__(
        self,
        clients: Clients,
        secret_matches: Callable[[ClientRecord, str], bool],
        assertions: ClientAssertions,
    ) -> None:
        self._clients = clients
        self._secret_matches = secret_matches
        self._assertions = assertions

    def authenticate(self, request: ProtocolRequest) -> RegisteredClient:
        """The client behind a request.

        Raises:
            InvalidRequestError: It authenticates in two ways at once.
            ClientRefused: It is nobody we know, not live, or cannot prove that it is; never says which.
        """
        presented = self._presented(request)
        record = self._clients.find(presented.client_id) if is_client_id(presented.client_id) else None
        if record is None or not record.is_live:
            raise ClientRefused
        client = RegisteredClient(record)
        if not self._is_proved(client, presented, request):
            _log.warning("client %s was refused: %s", client.client_id, presented.method)
            raise ClientRefused
        return client

    def _presented(self, request: ProtocolRequest) -> Presented:
        form, found = request.form, []
        if (basic := _basic(request)) is not None:
            found.append(basic)
        if "client_secret" in form:
            found.append(Presented("client_secret_post", form.get("client_id", ""), form["client_secret"]))
        if "client_assertion" in form or "client_assertion_type" in form:
            found.append(self._assertion(form))
        if len(found) > 1:
            raise InvalidRequestError("A client authenticates in one way per request.")
        presented = found[0] if found else Presented("none", form.get("client_id", ""))
        if form.get("client_id", presented.client_id) != presented.client_id:
            raise ClientRefused
        return presented

    def _assertion(self, form: dict[str, str]) -> Presented:
        assertion = form.get("client_assertion", "")
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise ClientRefused
        return Presented("private_key_jwt", self._assertions.claimed_client(assertion), assertion)

    def _is_proved(self, client: RegisteredClient, presented: Presented, request: ProtocolRequest) -> bool:
        if presented.method != client.auth_method:
            return False
        match presented.method:
            case "client_secret_basic" | "client_secret_post":
                return self._secret_matches(client.record, presented.proof)
            case "private_key_jwt":
                return self._assertions.proves(client, presented.proof, request.path)
            case _:
                return presented.method == "none"


def is_client_id(text: str) -> bool:
    """Whether a text can be a client identifier: printable ASCII, not too long (RFC 6749, A.1)."""
    return 0 < len(text) <= LONGEST_CLIENT_ID and text.isascii() and text.isprintable()


def _basic(request: ProtocolRequest) -> Presented | None:
    scheme, _, credentials = (request.headers or {}).get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, secret = b64decode(credentials.strip(), validate=True).decode("utf-8").partition(":")
        if not colon:
            raise ClientRefused
        return Presented("client_secret_basic", _form_decoded(name), _form_decoded(secret))
    except (BadBase64, ValueError) as cause:
        raise ClientRefused from cause


def _form_decoded(text: str) -> str:
    # Both halves are form-encoded before they are joined (RFC 6749, 2.3.1).
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
