"""An access token as it comes to a protected resource of ours (RFC 6750, 2; RFC 9449, 7.1)."""

from dataclasses import dataclass

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.challenges import BEARER, DPOP
from idp.oauth.errors import TokenMissing
from idp.oauth.request import ProtocolRequest

_SCHEMES = {name.lower(): name for name in (BEARER, DPOP)}


@dataclass(frozen=True)
class ShownToken:
    """A token, nothing verified.

    Args:
        scheme: How it was sent: `Bearer` or `DPoP`.
        text: The token.
    """

    scheme: str
    text: str


def shown_token(request: ProtocolRequest) -> ShownToken:
    """The token of a request: in the header, or in the form of a POST, not both.

    Raises:
        InvalidRequestError: It came in two ways.
        TokenMissing: There is none.
    """
    name, _, in_header = (request.headers or {}).get("Authorization", "").partition(" ")
    in_form = request.get("access_token") if request.method == "POST" else None
    if in_form is not None and in_header:
        raise InvalidRequestError("An access token is sent in one way per request.")
    if in_form is not None:
        return ShownToken(BEARER, in_form)
    scheme = _SCHEMES.get(name.lower())
    if scheme is None or not in_header.strip():
        raise TokenMissing
    return ShownToken(scheme, in_header.strip())
