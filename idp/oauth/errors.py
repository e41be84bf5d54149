"""Errors that Authlib lacks, or words with parts of the request in them.

Descriptions go to clients: printable ASCII without quotation mark and backslash, and nothing that was sent to us.
"""

from authlib.oauth2.rfc6749 import InvalidClientError, OAuth2Error, UnsupportedGrantTypeError
from authlib.oauth2.rfc6749.errors import InvalidGrantError
from authlib.oauth2.rfc6750 import InvalidTokenError

REALM = "oauth"

NO_STORE = [("Content-Type", "application/json"), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]


class ClientRefused(InvalidClientError):
    """Client authentication failed. Never says why: an unknown client and a wrong secret look alike."""

    status_code = 401
    description = "Client authentication failed."

    def get_headers(self) -> list[tuple[str, str]]:
        """With the scheme a client may use in the header (RFC 6749, 5.2)."""
        return [*NO_STORE, ("WWW-Authenticate", f'Basic realm="{REALM}", error="invalid_client"')]


class GrantRefused(InvalidGrantError):
    """A code or refresh token that is not, or no longer, good for this client."""

    description = (
        "The code or token is unknown, expired, used, revoked, or belongs to another client or request."
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


class UnmetAuthenticationRequirements(OAuth2Error):
    """The level asked for as essential cannot be reached here (OpenID Connect Unmet Authentication Requirements)."""

    error = "unmet_authentication_requirements"
    description = "The requested authentication level cannot be reached."


class TokenMissing(OAuth2Error):
    """A protected resource was asked without a token: the answer names the scheme and no error (RFC 6750, 3.1)."""

    error = "invalid_request"
    description = "An access token is required."
    status_code = 401

    def get_headers(self) -> list[tuple[str, str]]:
        """With the bare challenge."""
        return [*NO_STORE, ("WWW-Authenticate", f'Bearer realm="{REALM}"')]


class TokenRefused(InvalidTokenError):
    """An access token that is unknown, expired or revoked (RFC 6750, 3.1)."""

    def __init__(self) -> None:
        super().__init__(realm=REALM)
