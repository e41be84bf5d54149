"""How an authorization response travels to the client: one function for success and error.

Source: OAuth 2.0 Multiple Response Types, 2.1; Form Post Response Mode; RFC 9207 (`iss`); JARM, 2.3 (`jwt`).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.client import RegisteredClient
from idp.oauth.request import ProtocolRequest
from idp.oauth.response import Answer, FormPost, ProtocolResponse

RESPONSE_MODES = ("query", "form_post", "jwt", "query.jwt", "form_post.jwt")
"""The first is the default of the code flow. (`fragment` has no use without tokens on the front channel.)"""

Sign = Callable[[RegisteredClient, Mapping[str, str]], str]
"""Makes one token of everything a response says to a client."""


@dataclass(frozen=True)
class Mode:
    """How a response travels. `carrier` is `query` or `form_post`."""

    carrier: str = "query"
    is_signed: bool = False


def response_mode(request: ProtocolRequest, redirect_uri: str) -> Mode:
    """The response mode a request asks for; a client whose profile says so is always answered with a signed response.

    Raises:
        InvalidRequestError: It is unknown, or cannot reach this redirect URI.
    """
    asked = request.get("response_mode") or RESPONSE_MODES[0]
    if asked not in RESPONSE_MODES:
        raise InvalidRequestError("The response_mode is not supported.")
    carrier = "query" if asked == "jwt" else asked.removesuffix(".jwt")
    # A page that posts to another scheme could run it as script in the provider's own origin.
    if carrier == "form_post" and urlsplit(redirect_uri).scheme not in ("http", "https"):
        raise InvalidRequestError("The response_mode form_post needs an http or https redirect URI.")
    return Mode(carrier, asked.endswith("jwt") or _signs_always(request))


def authorization_response(
    request: ProtocolRequest,
    redirect_uri: str,
    parameters: Mapping[str, str],
    issuer: str,
    sign: Sign | None = None,
) -> Answer:
    """Success or error, with `state` as it came and `iss`, in the mode that was asked for.

    Args:
        request: The authorization request.
        redirect_uri: A redirect URI that was checked against the client.
        parameters: What to say: `code`, or `error` and its description.
        issuer: The issuer identifier.
        sign: Makes the token of a signed response.
    """
    said = dict(parameters)
    if (state := request.get("state")) and "state" not in request.payload.repeated():
        said["state"] = state
    said["iss"] = issuer
    try:
        mode = response_mode(request, redirect_uri)
    except InvalidRequestError:
        mode = Mode(is_signed=_signs_always(request))
    if mode.is_signed and sign is not None and request.client is not None:
        said = {"response": sign(request.client, said)}
    if mode.carrier == "form_post":
        return FormPost(redirect_uri, said)
    # 303 after a POST, so that nothing that was posted is posted again (RFC 9700, 4.12).
    status = 303 if request.method == "POST" else 302
    return ProtocolResponse(status, "", [("Location", with_query(redirect_uri, said))])


def with_query(address: str, parameters: Mapping[str, str]) -> str:
    """An address with parameters appended; the address itself is kept to the letter (RFC 6749, 3.1.2).

    Args:
        address: A registered one: it has no fragment.
        parameters: What to append; none leaves the address as it is.
    """
    if not parameters:
        return address
    # Not taken apart: to put it together again would spell some addresses of private schemes anew.
    joint = "?" if "?" not in address else "" if address.endswith(("?", "&")) else "&"
    return f"{address}{joint}{urlencode(parameters)}"


def _signs_always(request: ProtocolRequest) -> bool:
    return request.client is not None and request.client.profile.signs_responses
