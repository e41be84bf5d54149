"""What a program asks of a citizen in the background, checked (OpenID Connect CIBA, 7.1 and 7.2)."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import InvalidRequestError, InvalidScopeError

from idp.oauth.client import RegisteredClient
from idp.oauth.decoupled import DecoupledRequest
from idp.oauth.errors import InvalidBindingMessage
from idp.oauth.request import Parameters

if TYPE_CHECKING:
    from idp.oauth.server import Provider

DELIVERY_MODES = ("poll", "ping")
"""How a client learns that the citizen has decided. In the mode push tokens would leave to whoever answers at an
address, without the client authenticating for them: refused (FAPI-CIBA, 5.2.2)."""

USUAL_LIFE, LONGEST_LIFE = timedelta(minutes=10), timedelta(minutes=30)
"""How long a citizen has to decide: usually, and if the client asks for more."""

LONGEST_BINDING_MESSAGE = 20
"""Signs: a citizen compares it at a glance."""

_HINTS = ("login_hint", "id_token_hint", "login_hint_token")
_TOKEN = re.compile(r"[A-Za-z0-9\-._~+/]+=*")
_SHORTEST_TOKEN, _LONGEST_TOKEN = 22, 1024  # 128 bits in base64url
_LONGEST_HINT = 16 * 1024
_MOST_DIGITS = 9


@dataclass(frozen=True)
class CibaRequest:
    """A good request.

    Args:
        asked: What it asks for.
        hint: Which hint it names the citizen by: `login_hint` or `id_token_hint`.
        hinted: That hint.
        binding_message: What the citizen finds on both screens; empty for none.
        lifetime: How long the citizen has to decide.
        notification_token: With which the client is told; empty for none.
    """

    asked: DecoupledRequest
    hint: str
    hinted: str
    binding_message: str
    lifetime: timedelta
    notification_token: str

    @classmethod
    def read(cls, parameters: Parameters, client: RegisteredClient, provider: "Provider") -> "CibaRequest":
        """Check the parameters.

        Args:
            parameters: Those of the form, or of the signed request.
            client: Who asks.
            provider: The provider.

        Raises:
            OAuth2Error: Something is wrong; says which parameter, and how.
        """
        sent = parameters.data
        if "scope" not in sent:
            raise InvalidRequestError("The scope is missing.")
        if "openid" not in sent["scope"].split():
            raise InvalidScopeError("The scope has to hold openid.")
        if "user_code" in sent:
            raise InvalidRequestError("The user_code is not supported.")
        hint, hinted = _hint(sent)
        return cls(
            asked=DecoupledRequest.read(parameters.kept(), client, provider),
            hint=hint,
            hinted=hinted,
            binding_message=_binding_message(sent.get("binding_message", "")),
            lifetime=_lifetime(sent.get("requested_expiry")),
            notification_token=_notification_token(sent.get("client_notification_token"), client),
        )


def _hint(sent: dict[str, str]) -> tuple[str, str]:
    hints = [name for name in _HINTS if name in sent]
    if len(hints) != 1:
        raise InvalidRequestError(
            "Exactly one of login_hint and id_token_hint has to say which citizen is meant."
        )
    if hints[0] == "login_hint_token":
        raise InvalidRequestError("The login_hint_token is not supported: send login_hint or id_token_hint.")
    if len(sent[hints[0]]) > _LONGEST_HINT:
        raise InvalidRequestError(f"The {hints[0]} is too long.")
    return hints[0], sent[hints[0]]


def _binding_message(text: str) -> str:
    if len(text) > LONGEST_BINDING_MESSAGE or not text.isprintable():
        raise InvalidBindingMessage
    return text


def _lifetime(asked: str | None) -> timedelta:
    if asked is None:
        return USUAL_LIFE
    if not (asked.isascii() and asked.isdigit()) or len(asked) > _MOST_DIGITS or not int(asked):
        raise InvalidRequestError("The requested_expiry is not a positive number of seconds.")
    return min(timedelta(seconds=int(asked)), LONGEST_LIFE)


def _notification_token(token: str | None, client: RegisteredClient) -> str:
    if client.registered("backchannel_token_delivery_mode", DELIVERY_MODES[0]) != "ping":
        return ""
    if token is None:
        raise InvalidRequestError("The client_notification_token is missing: the delivery mode is ping.")
    if not _SHORTEST_TOKEN <= len(token) <= _LONGEST_TOKEN or not _TOKEN.fullmatch(token):
        raise InvalidRequestError(
            "The client_notification_token has to be a bearer token of 22 to 1024 characters."
        )
    return token
