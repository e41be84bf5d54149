"""An authorization request that was checked: what it asks of the citizen, and for which claims.

Source: OpenID Connect Core, 3.1.2.1; 5.5. What carries the parameters is for `request_sources.py`.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from authlib.oauth2.rfc6749 import InvalidRequestError
from authlib.oidc.core.errors import RegistrationNotSupportedError

from idp.assurance import OWN_LEVELS, AuthenticationLevel, parse_acr
from idp.oauth.claims import RequestedClaims, parse_claims_parameter
from idp.oauth.client import RegisteredClient
from idp.oauth.interaction import PROMPTS
from idp.oauth.request import ProtocolRequest

CLAIMS_LOCALES = ("vi", "en")
"""Languages that claims are told in, where they have several: the names of those who verified somebody."""

LONGEST_NONCE = 1_024
LONGEST_STATE = 8_192
_LONGEST_MAX_AGE = 10**9


@dataclass(frozen=True)
class AuthorizationRequest:
    """What a good request asks for, besides what Authlib's grant keeps."""

    prompts: frozenset[str]
    max_age: timedelta | None
    claims: RequestedClaims
    acr_values: tuple[str, ...]
    required_level: AuthenticationLevel
    wished_level: AuthenticationLevel
    id_token_hint: str | None
    nonce: str | None

    @classmethod
    def read(cls, request: ProtocolRequest, client: RegisteredClient, issuer: str) -> "AuthorizationRequest":
        """Check the parameters that OpenID Connect adds.

        Raises:
            OAuth2Error: One of them is wrong; the redirect URI is not in it yet.
        """
        _refuse_unsupported(request)
        claims = replace(parse_claims_parameter(request.get("claims")), locales=_locales(request))
        acr_values = claims.acr_values or tuple(
            (request.get("acr_values") or _registered_acr(client)).split()
        )
        required, wished = _levels(client, claims, acr_values, issuer)
        return cls(
            prompts=_prompts(request),
            max_age=_max_age(request, client),
            claims=claims,
            acr_values=acr_values,
            required_level=required,
            wished_level=wished,
            id_token_hint=request.get("id_token_hint"),
            nonce=request.get("nonce"),
        )


def _refuse_unsupported(request: ProtocolRequest) -> None:
    if request.get("registration") is not None:
        raise RegistrationNotSupportedError(
            "The registration parameter is not supported: clients are registered."
        )
    for name, most in (("nonce", LONGEST_NONCE), ("state", LONGEST_STATE)):
        if len(request.get(name) or "") > most:
            raise InvalidRequestError(f"The {name} is too long.")


def _prompts(request: ProtocolRequest) -> frozenset[str]:
    asked = frozenset((request.get("prompt") or "").split())
    if not asked <= set(PROMPTS):
        raise InvalidRequestError("The prompt is not supported.")
    if "none" in asked and len(asked) > 1:
        raise InvalidRequestError("The prompt none stands alone.")
    return asked


def _locales(request: ProtocolRequest) -> tuple[str, ...]:
    """The languages claims are preferred in, of those that claims have; whatever else is asked for does no harm."""
    asked = (tag.lower().partition("-")[0] for tag in (request.get("claims_locales") or "").split()[:20])
    return tuple(tag for tag in dict.fromkeys(asked) if tag in CLAIMS_LOCALES)


def _max_age(request: ProtocolRequest, client: RegisteredClient) -> timedelta | None:
    asked = request.get("max_age")
    if asked is None:
        registered = client.registered("default_max_age")
        return timedelta(seconds=registered) if isinstance(registered, int) else None
    if not (asked.isascii() and asked.isdigit()):
        raise InvalidRequestError("The max_age is not a number of seconds.")
    return timedelta(seconds=min(int(asked[:12]), _LONGEST_MAX_AGE))


def _registered_acr(client: RegisteredClient) -> str:
    return " ".join(client.registered("default_acr_values", []))


def _levels(
    client: RegisteredClient, claims: RequestedClaims, acr_values: tuple[str, ...], issuer: str
) -> tuple[AuthenticationLevel, AuthenticationLevel]:
    known = [level for value in acr_values if (level := parse_acr(value, issuer)) is not None]
    required = AuthenticationLevel(client.record.minimum_level)
    if claims.acr_is_essential and (known or claims.acr_values):
        # Values nobody here knows cannot be met, as a level nobody here reaches cannot.
        required = max(required, min(known, default=AuthenticationLevel.FOUR))
    # The first that can be reached is what the client prefers: one beyond reach is a wish that costs nobody a page.
    preferred = next((level for level in known if level in OWN_LEVELS), required)
    return required, max(required, preferred)
