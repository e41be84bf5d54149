"""Who may use what: tokens are bound to a key or certificate when issued, and checked when shown.

Source: RFC 9449 (DPoP), 5 to 7 and 10; RFC 8705 (mutual TLS), 3 and 4; FAPI 2.0 Security Profile, 5.3.2.1.
"""

import re

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.access_token import AccessToken
from idp.oauth.challenges import BEARER, DPOP
from idp.oauth.client import RegisteredClient
from idp.oauth.confirmation import CERTIFICATE, KEY, UNBOUND, Confirmation, is_met
from idp.oauth.dpop import Proof, Proofs
from idp.oauth.errors import NotItsHolder, ProofRefused, TokenRefused
from idp.oauth.protected_resource import ShownToken
from idp.oauth.records import AuthorizationRecord
from idp.oauth.request import ProtocolRequest

_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")  # a SHA-256 digest in base64url


class SenderConstraint:
    """Decides what tokens are bound to, and whether who shows one is who it is bound to.

    Args:
        proofs: Checks DPoP proofs.
        always_needs_nonce: Whether every proof has to hold a nonce of ours, whatever client it is from.
    """

    def __init__(self, proofs: Proofs, *, always_needs_nonce: bool) -> None:
        self._proofs = proofs
        self._always_needs_nonce = always_needs_nonce

    def at_token_endpoint(self, request: ProtocolRequest, client: RegisteredClient) -> Confirmation:
        """What a token request has proved to have: everything issued for it is bound to that.

        Args:
            request: Its client is authenticated.
            client: That client.

        Raises:
            OAuth2Error: A proof is wrong, or one that the client's registration demands is missing.
        """
        shown: dict[str, str] = {}
        if request.proofs:
            proof = self._proof(request, client)
            shown[KEY] = proof.jkt
            if client.is_public:
                # Anybody can send what it sends, and would fill the table of what was used: `admit` spends it.
                request.unspent_proof = proof
            else:
                self._proofs.spend(proof)
        elif client.registered("dpop_bound_access_tokens"):
            raise InvalidRequestError(
                "The DPoP header is missing: the client is registered with dpop_bound_access_tokens."
            )
        if client.registered("tls_client_certificate_bound_access_tokens"):
            if request.certificate is None:
                raise InvalidRequestError(
                    "The client certificate is missing: the client is registered with "
                    "tls_client_certificate_bound_access_tokens."
                )
            shown[CERTIFICATE] = request.certificate.thumbprint
        if client.profile.requires_sender_constraint and not shown:
            raise InvalidRequestError(
                "The DPoP header is missing: the profile of the client demands sender-constrained tokens."
            )
        return shown

    def of_pushed_request(
        self, request: ProtocolRequest, client: RegisteredClient, asked: str | None
    ) -> str | None:
        """The `dpop_jkt` of a pushed authorization request: as asked, or that of the DPoP header (RFC 9449, 10.1).

        Args:
            request: The request to the endpoint; its client is authenticated.
            client: That client.
            asked: The parameter `dpop_jkt`, out of the request object if there is one.

        Raises:
            OAuth2Error: The parameter or the proof is wrong, or they name different keys.
        """
        asked = asked_key(asked)
        if not request.proofs:
            return asked
        proved = self._proved_key(request, client)
        if asked not in (None, proved):
            raise InvalidRequestError("The dpop_jkt is not the thumbprint of the key of the DPoP header.")
        return proved

    def admit(
        self,
        request: ProtocolRequest,
        client: RegisteredClient,
        authorization: AuthorizationRecord,
        *,
        is_refresh: bool,
    ) -> None:
        """Let a client use a code or refresh token of its own; a proof that came with it is spent now at the latest.

        Args:
            request: The token request.
            client: Its client.
            authorization: What the code or token was issued from.
            is_refresh: Whether it is a refresh token.

        Raises:
            NotItsHolder: It is bound to something this request does not show. Nothing is spent.
            ProofRefused: Somebody has shown the proof before.
        """
        must_show = not is_refresh or _keeps_its_key(client)
        if must_show and not is_met(authorization.confirmation, request.confirmation):
            raise NotItsHolder
        if request.unspent_proof is not None:
            self._proofs.spend(request.unspent_proof)

    def at_resource(
        self, request: ProtocolRequest, sent: ShownToken, token: AccessToken, client: RegisteredClient
    ) -> None:
        """Let a token be used by whom it is bound to, and in the way it says.

        Args:
            request: The request to a protected resource of ours.
            sent: The token as it was sent.
            token: The same, checked.
            client: Whom it was issued to.

        Raises:
            TokenRefused: It was sent as the wrong kind, or without its certificate.
            ProofRefused: There is no good proof of its key.
        """
        bound_to = token.confirmation
        if (KEY in bound_to) != (sent.scheme == DPOP):
            raise TokenRefused(_WRONG_SCHEME[sent.scheme], DPOP)
        try:
            proof = self._proof(request, client, sent.text) if KEY in bound_to else None
            shown = {KEY: proof.jkt} if proof is not None else {}
            if CERTIFICATE in bound_to and request.certificate is not None:
                shown[CERTIFICATE] = request.certificate.thumbprint
            if not is_met(bound_to, shown):
                raise TokenRefused(_NOT_SHOWN, sent.scheme)
            if proof is not None:
                self._proofs.spend(proof)
        except ProofRefused as refused:
            raise refused.at_resource() from refused.__cause__

    def _proved_key(self, request: ProtocolRequest, client: RegisteredClient) -> str:
        proof = self._proof(request, client)
        self._proofs.spend(proof)
        return proof.jkt

    def _proof(
        self, request: ProtocolRequest, client: RegisteredClient, access_token: str | None = None
    ) -> Proof:
        needs_nonce = self._always_needs_nonce or bool(client.registered("require_dpop_nonce"))
        return self._proofs.check(request, needs_nonce=needs_nonce, access_token=access_token)


_NOT_SHOWN = "The access token is bound to another key or certificate than the request shows."
_WRONG_SCHEME = {
    BEARER: "The access token is bound to a key: send it as DPoP, with a proof.",
    DPOP: "The access token is not bound to a key: send it as Bearer.",
}


def asked_key(dpop_jkt: str | None) -> str | None:
    """The parameter `dpop_jkt` of an authorization request (RFC 9449, 10).

    Raises:
        InvalidRequestError: It is no SHA-256 thumbprint.
    """
    if dpop_jkt is not None and not _THUMBPRINT.fullmatch(dpop_jkt):
        raise InvalidRequestError("The dpop_jkt is not a SHA-256 thumbprint in base64url.")
    return dpop_jkt


def bound_by_request(dpop_jkt: str | None) -> Confirmation | None:
    """What a code is bound to from the beginning; None for nothing."""
    return {KEY: dpop_jkt} if dpop_jkt is not None else None


def binding_of_refresh_tokens(client: RegisteredClient, shown: Confirmation) -> Confirmation:
    """What refresh tokens are to be bound to.

    A confidential client proves itself at each refresh, so its keys may change (RFC 9449, 5; RFC 8705, 4); one
    without credentials has nothing but its key, and a FAPI client stays with what it began with.
    """
    return shown if _keeps_its_key(client) else UNBOUND


def _keeps_its_key(client: RegisteredClient) -> bool:
    return client.is_public or client.profile.binds_refresh_tokens
