"""How applications authenticate: by exactly one method per request, and only by their own (RFC 6749, 2.3)."""

import logging
from base64 import b64decode
from binascii import Error as BadBase64
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.client import RegisteredClient
from idp.oauth.client_assertion import (
    ALGORITHMS_OF,
    ASSERTION_TYPE,
    BY_KEY,
    BY_SECRET,
    AssertionRefused,
    ClientAssertions,
    claimed_client,
)
from idp.oauth.client_certificate import BY_AUTHORITY, CERTIFICATE_METHODS
from idp.oauth.client_keys import ClientKeys
from idp.oauth.errors import ClientRefused
from idp.oauth.jws import header_of
from idp.oauth.ports import Clients
from idp.oauth.records import ClientRecord
from idp.oauth.request import ProtocolRequest, Sender

CLIENT_AUTH_METHODS = (
    "client_secret_basic",
    "client_secret_post",
    "client_secret_jwt",
    "private_key_jwt",
    *CERTIFICATE_METHODS,
    "none",
)
"""Those by certificate are offered where certificates are asked for (`offered_methods`)."""
LONGEST_CLIENT_ID = 255

_BAD_BASIC = "its Authorization header is no client_id:client_secret, each form-encoded, in base64"
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
        keys: ClientKeys,
    ) -> None:
        self._clients = clients
        self._secret_matches = secret_matches
        self._assertions = assertions
        self._keys = keys

    def authenticate(self, request: ProtocolRequest) -> RegisteredClient:
        """The client behind a request.

        Raises:
            InvalidRequestError: It authenticates in two ways at once.
            ClientRefused: It is nobody we know, not live, or cannot prove that it is; never says which.
        """
        try:
            presented = self._presented(request)
            client = self._live(presented.client_id)
            request.sender = Sender.of(client.record)
            self._check(client, presented, request)
        except ClientRefused as refused:
            _log.warning("a client was refused: %s", refused.reason)
            raise
        return client

    def asserted(self, assertion: str, request: ProtocolRequest) -> RegisteredClient | None:
        """The client that signed an assertion about itself, now and for the first time; None where none did.

        Args:
            assertion: The compact JWT.
            request: The request it came with.

        Source: RFC 7523, 2.1.
        """
        try:
            client = self._live(claimed_client(assertion))
            if client.is_public:
                raise ClientRefused(f"{client.client_id} has no keys")
            self._assertions.check(client, assertion, request)
        except (ClientRefused, AssertionRefused) as refused:
            _log.warning("an assertion as a grant was refused: %s", refused)
            return None
        return client

    def _certificate_fault(self, client: RegisteredClient, request: ProtocolRequest) -> str | None:
        shown = request.certificate
        if shown is None:
            return "no certificate came with the request"
        if client.auth_method == BY_AUTHORITY:
            return shown.fault_as_named(client.registered)
        return shown.fault_as_registered(self._keys.of(client))

    def _live(self, client_id: str) -> RegisteredClient:
        record = self._clients.find(client_id) if is_client_id(client_id) else None
        if record is None:
            raise ClientRefused("no client is registered under its client_id")
        if not record.is_usable:
            raise ClientRefused(f"{client_id} is suspended")
        return RegisteredClient(record)

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
            raise ClientRefused("its client_id is another than the one it authenticates as")
        return presented

    def _assertion(self, form: dict[str, str]) -> Presented:
        assertion = form.get("client_assertion", "")
        if form.get("client_assertion_type") != ASSERTION_TYPE:
            raise ClientRefused(f"its client_assertion_type is not {ASSERTION_TYPE}")
        is_by_secret = header_of(assertion).get("alg") in ALGORITHMS_OF[BY_SECRET]
        return Presented(BY_SECRET if is_by_secret else BY_KEY, claimed_client(assertion), assertion)

    def _check(self, client: RegisteredClient, presented: Presented, request: ProtocolRequest) -> None:
        name, method, profile = client.client_id, _method(client, presented), client.profile
        if method != client.auth_method:
            raise ClientRefused(
                f"{name} authenticates by {method}, and is registered for {client.auth_method}"
            )
        if profile.auth_methods is not None and method not in profile.auth_methods:
            raise ClientRefused(f"{name} authenticates by {method}, which profile {profile.name} forbids")
        match method:
            case "client_secret_basic" | "client_secret_post":
                if not self._secret_matches(client.record, presented.proof):
                    raise ClientRefused(f"the client_secret of {name} is none of its live ones")
            case "private_key_jwt" | "client_secret_jwt":
                try:
                    self._assertions.check(client, presented.proof, request)
                except AssertionRefused as cause:
                    raise ClientRefused(f"the client_assertion of {name}: {cause}") from cause
            case "tls_client_auth" | "self_signed_tls_client_auth":
                if (fault := self._certificate_fault(client, request)) is not None:
                    raise ClientRefused(f"{name} by {method}: {fault}")
            case "none":
                pass
            case _:
                raise ClientRefused(f"{name} authenticates by {method}, which is not spoken")


def _method(client: RegisteredClient, presented: Presented) -> str:
    # A certificate comes with the connection: the request itself has nothing to show.
    is_by_certificate = presented.method == "none" and client.auth_method in CERTIFICATE_METHODS
    return client.auth_method if is_by_certificate else presented.method


def offered_methods(*, by_certificate: bool) -> tuple[str, ...]:
    """The ways of authenticating a deployment offers.

    Args:
        by_certificate: Whether a proxy in front asks clients for certificates.
    """
    return tuple(name for name in CLIENT_AUTH_METHODS if by_certificate or name not in CERTIFICATE_METHODS)


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
            raise ClientRefused(_BAD_BASIC)
        return Presented("client_secret_basic", _form_decoded(name), _form_decoded(secret))
    except (BadBase64, ValueError) as cause:
        raise ClientRefused(_BAD_BASIC) from cause


def _form_decoded(text: str) -> str:
    # Both halves are form-encoded before they are joined (RFC 6749, 2.3.1).
    return unquote_to_bytes(text.replace("+", " ")).decode("utf-8")
