"""Faults that a developer has switched on for one application in the sandbox, to see how it copes.

Nothing of this reaches an application that citizens use: its faults are not even read.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import OAuth2Error

from idp.assurance import AuthenticationLevel
from idp.oauth.errors import NO_STORE
from idp.oauth.records import ClientRecord

if TYPE_CHECKING:
    from idp.oauth.grants.code_request import Granted

LONGEST = timedelta(hours=1)
"""How long faults stay on."""

SLOWNESS = timedelta(seconds=8)
"""How long a slow token endpoint takes: longer than most programs wait."""


class Fault(StrEnum):
    """What can go wrong on purpose."""

    EXPIRED_ID_TOKEN = "expired_id_token"  # noqa: S105  a fault, not a password
    WRONG_NONCE = "wrong_nonce"
    WRONG_ISSUER = "wrong_issuer"
    WRONG_AUDIENCE = "wrong_audience"
    BAD_SIGNATURE = "bad_signature"
    ROTATED_KEY = "rotated_key"
    SLOW_TOKEN_ENDPOINT = "slow_token_endpoint"  # noqa: S105  likewise
    TOKEN_ENDPOINT_500 = "token_endpoint_500"  # noqa: S105  likewise
    TOKEN_ENDPOINT_503 = "token_endpoint_503"  # noqa: S105  likewise
    USERINFO_401 = "userinfo_401"
    CITIZEN_REFUSES = "citizen_refuses"
    MISSING_LEVEL = "missing_level"
    REGISTER_DOWN = "register_down"


NONE: frozenset[Fault] = frozenset()
Claims = dict[str, Any]


class BrokenOnPurpose(OAuth2Error):
    """The token endpoint fails, because the application's developer wants to see that."""

    error = "server_error"
    description = "The fault token_endpoint_500 is switched on for this client in the sandbox."
    status_code = 500

    def get_headers(self) -> list[tuple[str, str]]:
        """As of every answer of the token endpoint."""
        return NO_STORE


class BusyOnPurpose(BrokenOnPurpose):
    """The token endpoint is busy, for the same reason."""

    error = "temporarily_unavailable"
    description = "The fault token_endpoint_503 is switched on for this client in the sandbox."
    status_code = 503

    def get_headers(self) -> list[tuple[str, str]]:
        """With the time to wait."""
        return [*NO_STORE, ("Retry-After", "5")]


def switched_on(faults: Mapping[str, Any] | None, now: datetime) -> frozenset[Fault]:
    """Which of the faults kept with an application are on.

    Args:
        faults: `names` of faults, and `until` when, in ISO 8601; None for none.
        now: The present moment.
    """
    if not faults or now >= datetime.fromisoformat(str(faults["until"])):
        return NONE
    return frozenset(Fault(name) for name in faults["names"] if name in set(Fault))


def written(names: frozenset[Fault], until: datetime, key: str | None = None) -> dict[str, Any] | None:
    """Faults as they are kept with an application; None for none.

    Args:
        names: Which.
        until: When they are over.
        key: The `kid` of the key that signs its ID tokens meanwhile.
    """
    kept = {"names": sorted(names), "until": until.isoformat(), **({"key": key} if key else {})}
    return kept if names else None


def active(client: ClientRecord, now: datetime) -> frozenset[Fault]:
    """The faults an application suffers now; never any for one that citizens use."""
    if client.faults and client.is_for_test_people:
        return switched_on(client.faults, now)
    return NONE


def trial_key(client: ClientRecord, suffered: frozenset[Fault]) -> str | None:
    """The `kid` of the key that signs an application's ID tokens in place of the usual one; None for that.

    Args:
        client: The application.
        suffered: The faults it suffers now.
    """
    return client.faults.get("key") if Fault.ROTATED_KEY in suffered and client.faults else None


def at_token_endpoint(faults: frozenset[Fault], wait: Callable[[timedelta], None]) -> None:
    """What happens to a token request.

    Args:
        faults: Those that are on.
        wait: Waits, without keeping anybody else waiting.

    Raises:
        BrokenOnPurpose: It fails.
    """
    if Fault.SLOW_TOKEN_ENDPOINT in faults:
        wait(SLOWNESS)
    if Fault.TOKEN_ENDPOINT_500 in faults:
        raise BrokenOnPurpose
    if Fault.TOKEN_ENDPOINT_503 in faults:
        raise BusyOnPurpose


def at_authorization(faults: frozenset[Fault], granted: "Granted | None") -> "Granted | None":
    """What becomes of a citizen's answer: they refuse, or have shown less than was asked for."""
    if granted is None or Fault.CITIZEN_REFUSES in faults:
        return None
    if Fault.MISSING_LEVEL in faults:
        lower = replace(granted.session, level=AuthenticationLevel.ONE, methods=("pwd",))
        return replace(granted, session=lower)
    return granted


def in_claims(faults: frozenset[Fault], claims: Claims) -> Claims:
    """The claims of an ID token, spoilt."""
    for fault in sorted(faults & _IN_CLAIMS.keys()):
        claims = {**claims, **_IN_CLAIMS[fault](claims)}
    return claims


def in_signature(faults: frozenset[Fault], token: str) -> str:
    """A signed ID token, its signature spoilt where that is wanted."""
    if Fault.BAD_SIGNATURE not in faults:
        return token
    said, _, signature = token.rpartition(".")
    # The first sign: the last one may hold bits that mean nothing.
    return f"{said}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


_IN_CLAIMS: dict[Fault, Callable[[Claims], Claims]] = {
    Fault.EXPIRED_ID_TOKEN: lambda claims: {"iat": claims["iat"] - 7200, "exp": claims["iat"] - 3600},
    Fault.WRONG_NONCE: lambda _: {"nonce": "not-the-nonce-of-this-request"},
    Fault.WRONG_ISSUER: lambda claims: {"iss": f"{claims['iss']}.wrong.example"},
    Fault.WRONG_AUDIENCE: lambda _: {"aud": "another-client"},
}
