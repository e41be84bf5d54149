"""Errors that Authlib lacks, or words with parts of the request in them.

Descriptions go to clients: printable ASCII without quotation mark and backslash, and nothing that was sent to us.
"""

from authlib.oauth2.rfc6749 import InvalidClientError, OAuth2Error, UnsupportedGrantTypeError
from authlib.oauth2.rfc6749.errors import InvalidGrantError

from idp.oauth.challenges import BEARER, DPOP, REALM, challenge

NO_STORE = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]


class ClientRefused(InvalidClientError):
    """Client authentication failed. Never says why: an unknown client and a wrong secret look alike.

    Args:
        reason: Which check failed, in English, for the log: no secret, nothing that was sent.
    """

    status_code = 401
    description = "Client authentication failed."

    def __init__(self, reason: str = "") -> None:
        super().__init__()
        self.reason = reason

    def __str__(self) -> str:
        return self.reason

    def get_headers(self) -> list[tuple[str, str]]:
        """With the scheme a client may use in the header (RFC 6749, 5.2)."""
        return [*NO_STORE, ("WWW-Authenticate", f'Basic realm="{REALM}", error="invalid_client"')]


class GrantRefused(InvalidGrantError):
    """A code or refresh token that is not, or no longer, good for this client."""

    description = (
        "The code or token is unknown, expired, used, revoked, or belongs to another client or request."
    )


class AssertionRefused(InvalidGrantError):
    """An assertion that is not good as a grant (RFC 7523, 3.1)."""

    description = (
        "The assertion is not a fresh JWT, signed by a registered key of the client, with the client as iss and sub, "
        "this provider as aud, an exp within the hour, and a jti that is new."
    )


class UnknownGrantType(UnsupportedGrantTypeError):
    """A grant this provider does not speak. Authlib's own words would repeat its name."""

    description = "The grant_type is not supported."

    def __init__(self) -> None:
        super().__init__("")


class UnknownResponseType(OAuth2Error):
    """A kind of answer this provider does not give."""

    error = "unsupported_response_type"
    description = "The response_type is not supported."


class InvalidTarget(OAuth2Error):
    """A resource that cannot be named, is unknown, or is not for this client (RFC 8707, 2)."""

    error = "invalid_target"
    description = "The resource is not one this client may have a token for."


class InvalidAuthorizationDetails(OAuth2Error):
    """Authorization details that are malformed, of an unknown type, or not for this client (RFC 9396, 5)."""

    error = "invalid_authorization_details"
    description = "The authorization_details cannot be granted."


class AuthorizationPending(OAuth2Error):
    """The citizen has not decided yet (RFC 8628, 3.5)."""

    error = "authorization_pending"
    description = "The citizen has not decided yet. Please ask again after the interval."


class SlowDown(OAuth2Error):
    """The client asked again too soon; from now on it has to wait longer (RFC 8628, 3.5)."""

    error = "slow_down"
    description = "This was too soon. From now on the interval is 5 seconds longer."


class ExpiredToken(OAuth2Error):
    """Nobody decided in time (RFC 8628, 3.5)."""

    error = "expired_token"
    description = "The request has expired. Please begin a new one."


class InvalidBindingMessage(OAuth2Error):
    """What the citizen would compare is too long, or cannot be shown (OpenID Connect CIBA, 13)."""

    error = "invalid_binding_message"
    description = "The binding_message may have 20 printable characters."


class TooManyWaiting(OAuth2Error):
    """A citizen is asked for more than they could answer (OpenID Connect CIBA, 13)."""

    error = "access_denied"
    description = "Three requests of this client for the same hint are waiting already."
    status_code = 403


class TooManyRequests(OAuth2Error):
    """A client begins more than anybody could finish."""

    error = "temporarily_unavailable"
    description = "Too many requests of this kind from here. Please try again in ten minutes."
    status_code = 429

    def get_headers(self) -> list[tuple[str, str]]:
        """With the time to wait."""
        return [*NO_STORE, ("Retry-After", "600")]


class UnmetAuthenticationRequirements(OAuth2Error):
    """The level asked for as essential cannot be reached here (OpenID Connect Unmet Authentication Requirements)."""

    error = "unmet_authentication_requirements"
    description = "The requested authentication level cannot be reached."


class TokenMissing(OAuth2Error):
    """A protected resource was asked without a token: the answer names the schemes and no error (RFC 6750, 3.1)."""

    error = "invalid_request"
    description = "An access token is required."
    status_code = 401

    def get_headers(self) -> list[tuple[str, str]]:
        """With the bare challenge."""
        return [*NO_STORE, ("WWW-Authenticate", challenge())]


class TokenRefused(OAuth2Error):
    """An access token that is unknown, expired or revoked, or shown by somebody it is not for (RFC 6750, 3.1).

    Args:
        description: What is wrong, where that tells nobody more than they know.
        scheme: How the token was sent: `Bearer` or `DPoP`.
    """

    error = "invalid_token"
    description = "The access token provided is expired, revoked, malformed, or invalid for other reasons."
    status_code = 401

    def __init__(self, description: str | None = None, scheme: str = BEARER) -> None:
        super().__init__(description)
        self.scheme = scheme

    def get_headers(self) -> list[tuple[str, str]]:
        """With the challenge that names the error."""
        said = {"error": self.error, "error_description": str(self.get_error_description())}
        return [*NO_STORE, ("WWW-Authenticate", challenge(self.scheme, **said))]


class ScopeMissing(OAuth2Error):
    """An access token that does not open this (RFC 6750, 3.1).

    Args:
        scope: The scope that would.
        scheme: How the token was sent: `Bearer` or `DPoP`.
    """

    error = "insufficient_scope"
    status_code = 403

    def __init__(self, scope: str, scheme: str = BEARER) -> None:
        super().__init__(f"The scope {scope} is needed.")
        self.scope, self.scheme = scope, scheme

    def get_headers(self) -> list[tuple[str, str]]:
        """With the challenge that names the scope."""
        said = {
            "error": self.error,
            "error_description": str(self.get_error_description()),
            "scope": self.scope,
        }
        return [*NO_STORE, ("WWW-Authenticate", challenge(self.scheme, **said))]


class ProofRefused(OAuth2Error):
    """A DPoP proof that is not good (RFC 9449, 5 and 7.1).

    Args:
        reason: What is wrong with it, beginning with a small letter.
    """

    error = "invalid_dpop_proof"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The DPoP proof was refused: {reason}.")
        self.is_at_resource = False

    def at_resource(self) -> "ProofRefused":
        """The same, as a protected resource says it: 401, and with a challenge."""
        self.is_at_resource, self.status_code = True, 401
        return self

    def get_headers(self) -> list[tuple[str, str]]:
        """With the challenge, at a protected resource."""
        if not self.is_at_resource:
            return NO_STORE
        said = {"error": self.error, "error_description": str(self.get_error_description())}
        return [*NO_STORE, ("WWW-Authenticate", challenge(DPOP, **said))]


class NonceNeeded(ProofRefused):
    """A DPoP proof without a nonce of ours, or with an old one; the answer brings a new one (RFC 9449, 8 and 9)."""

    error = "use_dpop_nonce"

    def __init__(self) -> None:
        super().__init__("it needs the nonce of the DPoP-Nonce header")


class NotItsHolder(GrantRefused):
    """A code or refresh token shown without the key or certificate it is bound to (RFC 9449, 5 and 10; RFC 8705, 4)."""

    description = (
        "The code or refresh_token is bound to a key or certificate that this request does not show."
    )
