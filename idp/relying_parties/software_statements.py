"""Software statements: somebody we trust says in a signed JWT what an application is (RFC 7591, 2.3)."""

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Self

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from idp.clock import Clock
from idp.config import Settings
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.sent_document import read_document
from idp.variables import ConfigurationError

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
LONGEST = 16 * 1024
SKEW = timedelta(seconds=30)
"""How far the clock of an issuer may be off."""

_MEMBER = "software_statement"
_MOST_KEYS = 8
_NOT_STATED = frozenset({"client_id", "client_secret"})
_log = logging.getLogger("idp.relying_parties.software_statements")


class SoftwareStatements:
    """Reads statements of trusted issuers.

    Args:
        issuers: The public keys of each issuer that is trusted.
        audience: Our issuer identifier; a statement that names an audience must name it.
        clock: The only source of time.
    """

    def __init__(self, issuers: Mapping[str, KeySet], audience: str, clock: Clock) -> None:
        self._issuers = issuers
        self._audience = audience
        self._clock = clock

    @classmethod
    def of(cls, settings: Settings, clock: Clock) -> Self:
        """With the issuers that `IDP_SOFTWARE_STATEMENT_ISSUERS` names.

        Raises:
            ConfigurationError: A key set cannot be used.
        """
        try:
            issuers = {
                name: KeySet.import_key_set(keys)
                for name, keys in settings.software_statement_issuers.items()
            }
        except (JoseError, KeyError, TypeError, ValueError) as cause:
            raise ConfigurationError(
                "IDP_SOFTWARE_STATEMENT_ISSUERS: a key set cannot be used (RFC 7517)."
            ) from cause
        return cls(issuers, settings.issuer, clock)

    def read(self, statement: object) -> dict[str, Any] | Fault:
        """The members of a registration that a statement vouches for.

        Args:
            statement: The compact JWT.

        Source: RFC 7591, 2.3 and 3.1.1.
        """
        if not isinstance(statement, str) or len(statement) > LONGEST:
            return Fault(_MEMBER, Problem.MALFORMED, "a signed JWT is expected")
        claims = stated(statement)
        if claims is None:
            return Fault(_MEMBER, Problem.MALFORMED, "a signed JWT is expected")
        keys = self._issuers.get(str(claims.get("iss")))
        if keys is None:
            return Fault(_MEMBER, Problem.UNAPPROVED)
        if not any(_is_signed_with(statement, key) for key in _candidates(statement, keys)):
            return Fault(_MEMBER, Problem.MALFORMED, "its signature is not one of its issuer")
        if reason := self._out_of_place(claims):
            return Fault(_MEMBER, Problem.MALFORMED, reason)
        return members_of(claims)

    def _out_of_place(self, claims: dict[str, Any]) -> str | None:
        now = self._clock().timestamp()
        skew = SKEW.total_seconds()
        for name in ("exp", "nbf", "iat"):
            value = claims.get(name)
            if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
                return f"{name} is no moment"
        if claims.get("exp") is not None and claims["exp"] <= now - skew:
            return "exp is past"
        if max(claims.get("nbf") or 0, claims.get("iat") or 0) > now + skew:
            return "nbf or iat is ahead"
        audience = claims.get("aud")
        if audience is not None and self._audience not in (
            audience if isinstance(audience, list) else [audience]
        ):
            return "aud names another provider"
        return None


def stated(statement: str) -> dict[str, Any] | None:
    """The claims of a statement; nothing is verified here."""
    try:
        payload = jws.extract_compact(statement.encode("ascii")).payload
    except (JoseError, ValueError, RecursionError):
        return None
    claims = read_document(payload)
    return None if isinstance(claims, Fault) else claims


def members_of(claims: dict[str, Any]) -> dict[str, Any]:
    """The claims that are members of a registration."""
    return {name: value for name, value in claims.items() if name in MEMBERS and name not in _NOT_STATED}


def _candidates(statement: str, keys: KeySet) -> Iterator[Key]:
    kid = jws.extract_compact(statement.encode("ascii")).headers().get("kid")
    named = [key for key in keys.keys if key.kid == kid]
    yield from named or keys.keys[:_MOST_KEYS]


def _is_signed_with(statement: str, key: Key) -> bool:
    try:
        jwt.decode(statement, key, list(ALGORITHMS))
    except (JoseError, ValueError, TypeError, RecursionError) as cause:
        _log.info("software statement: %s", type(cause).__name__)
        return False
    return True
