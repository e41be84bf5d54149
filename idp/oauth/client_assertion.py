"""`private_key_jwt`: a client signs who it is (RFC 7523, 3; OpenID Connect Core, 9)."""

import json
import logging
from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from idp.clock import Clock
from idp.oauth.client import RegisteredClient
from idp.oauth.client_keys import ClientKeys
from idp.oauth.ports import UsedAssertions

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ASSERTION_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")

AHEAD = timedelta(seconds=30)
"""How far a client's clock may run ahead of ours."""
LONGEST_LIFE = timedelta(hours=1)
"""How long before its end an assertion may be presented; it is remembered until then."""

_LONGEST_JTI = 255
_MOST_KEYS = 8
_log = logging.getLogger("idp.oauth.client_auth")


class ClientAssertions:
    """Checks assertions: signature, issuer, audience, times, and that none comes twice."""

    def __init__(self, issuer: str, keys: ClientKeys, used: UsedAssertions, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._used = used
        self._clock = clock

    def claimed_client(self, assertion: str) -> str:
        """Who an assertion says it is from; nothing is verified yet. Empty when it says nothing."""
        subject = _part(assertion, 1).get("sub")
        return subject if isinstance(subject, str) else ""

    def proves(self, client: RegisteredClient, assertion: str, path: str) -> bool:
        """Whether an assertion proves that the client is asking, now and for the first time.

        Args:
            client: Whom it claims to be from.
            assertion: The compact JWT.
            path: The endpoint it was sent to: one of its possible audiences.
        """
        claims = self._verified(client, assertion)
        if claims is None:
            return False
        reason = self._fault(client, claims, path)
        if reason is not None:
            _log.info("assertion of client %s: %s", client.client_id, reason)
            return False
        ends = datetime.fromtimestamp(claims["exp"], UTC)
        return self._used.spend(client.client_id, claims["jti"], ends + AHEAD)

    def _verified(self, client: RegisteredClient, assertion: str) -> dict[str, Any] | None:
        only = client.registered("token_endpoint_auth_signing_alg")
        allowed = [name for name in ASSERTION_ALGORITHMS if only in (None, name)]
        kid = _part(assertion, 0).get("kid")
        for key in (key for keys in self._keys.of(client) for key in _candidates(keys, kid)):
            try:
                return dict(jwt.decode(assertion, key, allowed).claims)
            except (JoseError, ValueError, TypeError, RecursionError) as cause:
                _log.info("assertion of client %s: %s", client.client_id, type(cause).__name__)
        return None

    def _fault(self, client: RegisteredClient, claims: dict[str, Any], path: str) -> str | None:
        now = self._clock()
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        times = {name: _moment(claims.get(name)) for name in ("exp", "iat", "nbf")}
        checks = {
            "iss is not the client": claims.get("iss") != client.client_id,
            "sub is not the client": claims.get("sub") != client.client_id,
            "aud does not name this provider": not self._audiences(path).intersection(_texts(audiences)),
            "exp is missing, past, or too far ahead": not _is_between(times["exp"], now, now + LONGEST_LIFE),
            "iat is ahead": "iat" in claims and not _is_between(times["iat"], None, now + AHEAD),
            "nbf is ahead": "nbf" in claims and not _is_between(times["nbf"], None, now + AHEAD),
            "jti is missing or too long": not _is_name(claims.get("jti")),
        }
        return next((reason for reason, is_wrong in checks.items() if is_wrong), None)

    def _audiences(self, path: str) -> set[str]:
        return {self._issuer, f"{self._issuer}/oauth/token", self._issuer + path}


def _part(token: str, number: int) -> dict[str, Any]:
    try:
        text = token.split(".")[number].encode("ascii")
        found = json.loads(urlsafe_b64decode(text + b"=" * (-len(text) % 4)))
    except (IndexError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _candidates(keys: KeySet, kid: object) -> list[Key]:
    # Names are hints: a client may register a key without one, or sign without naming it.
    named = [key for key in keys.keys if key.kid == kid]
    return named or keys.keys[:_MOST_KEYS]


def _texts(values: list[Any]) -> set[str]:
    return {value for value in values if isinstance(value, str)}


def _is_name(jti: Any) -> bool:
    return isinstance(jti, str) and 0 < len(jti) <= _LONGEST_JTI


def _moment(value: Any) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return datetime.fromtimestamp(value, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _is_between(moment: datetime | None, start: datetime | None, end: datetime) -> bool:
    return moment is not None and (start is None or start < moment) and moment <= end
