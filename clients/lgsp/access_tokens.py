"""Validation of JWT access tokens (RFC 9068, 4), and the answers to those that do not do (RFC 6750, 3)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwt import JWTClaimsRegistry
from werkzeug.wrappers import Request

from clients.kit.provider import Provider, TokenRefused
from clients.kit.session_store import Clock

SECONDS_OF_LEEWAY = 10
REALM = "LGSP"


@dataclass(frozen=True)
class Caller:
    """Who calls, and what the token lets them do.

    Args:
        subject: The citizen as the calling application knows them, or the calling program itself.
        client_id: The calling application.
        scopes: What the token opens.
        token: The token, to ask the provider about it.
        acr: How strongly the citizen signed in, in the provider's words.
        authenticated_at: When, in seconds since 1970; None where the token does not say.
        details: What else the citizen allowed, one object for each act (RFC 9396, 2).
        actor: Who acts for the citizen, where that is not the application they signed in to (RFC 8693, 4.1).
    """

    subject: str
    client_id: str
    scopes: frozenset[str]
    token: str
    acr: str = ""
    authenticated_at: int | None = None
    details: tuple[dict[str, Any], ...] = ()
    actor: str | None = None

    @property
    def is_for_citizen(self) -> bool:
        """Whether an application calls on behalf of a citizen (RFC 9068, 2.2: a program is its own subject)."""
        return self.subject != self.client_id


class Refused(Exception):
    """A request that is not let in.

    Args:
        status: The HTTP status.
        error: The code of RFC 6750, 3.1; None where nothing was presented.
        description: For developers.
        scope: The scope that was missing.
        demands: Further members of the challenge (RFC 9470, 3).
    """

    def __init__(
        self,
        status: int,
        error: str | None,
        description: str = "",
        scope: str | None = None,
        demands: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(description)
        self.demands = dict(demands or {})
        self.status = status
        self.error = error
        self.description = description
        self.scope = scope

    def challenge(self, metadata_address: str) -> str:
        """The WWW-Authenticate header (RFC 6750, 3; RFC 9728, 5.1)."""
        members = {
            "realm": REALM,
            "error": self.error,
            "error_description": self.description if self.error else None,
            "scope": self.scope,
            **self.demands,
            "resource_metadata": metadata_address,
        }
        return "Bearer " + ", ".join(f'{name}="{value}"' for name, value in members.items() if value)


def presented_token(request: Request) -> str:
    """The token a request presents: in the header, nowhere else.

    Raises:
        Refused: There is none, or it is in the address, where logs and histories would keep it.
    """
    if "access_token" in request.args:
        raise Refused(400, "invalid_request", "the token belongs into the Authorization header")
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Refused(401, None)
    return token.strip()


def read_access_token(text: str, trusted: Provider, audience: str, clock: Clock = time.time) -> Caller:
    """Check a token, and say whose it is.

    Args:
        text: As it was presented.
        trusted: Whose signature counts.
        audience: Whom it must be meant for: this resource server.
        clock: The present.

    Raises:
        Refused: It is not good, or bound to a key (RFC 9449, 7.2; RFC 8705, 3).
        ProviderUnreachable: There are no keys to check it with.
    """
    rules = JWTClaimsRegistry(
        now=int(clock()),
        leeway=SECONDS_OF_LEEWAY,
        iss={"essential": True, "value": trusted.issuer},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        jti={"essential": True},
        client_id={"essential": True},
    )
    try:
        claims: dict[str, Any] = trusted.read(text, "at+jwt").claims
        rules.validate(claims)
    except (TokenRefused, JoseError) as reason:
        raise Refused(401, "invalid_token", _plain(str(reason))) from reason
    if "cnf" in claims:
        # Whoever stole it could not prove the key it is bound to; taken as a bearer token it would need no proof.
        raise Refused(
            401, "invalid_token", "the token is bound to a key, and this platform takes bearer tokens only"
        )
    scope = claims.get("scope", "")
    if not isinstance(scope, str) or not isinstance(claims["client_id"], str):
        raise Refused(401, "invalid_token", "a claim has the wrong type")
    return Caller(
        subject=claims["sub"],
        client_id=claims["client_id"],
        scopes=frozenset(scope.split()),
        token=text,
        **_circumstances(claims),
    )


def _circumstances(claims: dict[str, Any]) -> dict[str, Any]:
    """What a token may say besides. Of another type than it should be, it counts as not said."""
    acr, since, details, act = (
        claims.get(name) for name in ("acr", "auth_time", "authorization_details", "act")
    )
    actor = act.get("sub") if isinstance(act, dict) else None
    return {
        "acr": acr if isinstance(acr, str) else "",
        "authenticated_at": since if isinstance(since, int) else None,
        "details": tuple(each for each in details if isinstance(each, dict))
        if isinstance(details, list)
        else (),
        "actor": actor if isinstance(actor, str) else None,
    }


def _plain(text: str) -> str:
    # A header takes printable ASCII without quotation mark and backslash (RFC 6750, 3).
    return "".join(sign for sign in text if " " <= sign <= "~" and sign not in '"\\')[:200]
