"""Access tokens: signed JWTs that name the authorization they stand on (RFC 9068)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError

from idp.clock import Clock
from idp.crypto.digests import new_secret
from idp.oauth.confirmation import Confirmation
from idp.oauth.ports import Keys

ALGORITHM = "ES256"
TYPE = "at+jwt"
AUTHORIZATION = "authorization_id"
"""Private claim: what UserInfo and introspection look up, so that a revocation works at once."""


@dataclass(frozen=True)
class AccessToken:
    """A token of ours whose signature, type, issuer and time were checked."""

    claims: Mapping[str, Any]

    @property
    def jti(self) -> str:
        """Its unique name."""
        return str(self.claims["jti"])

    @property
    def client_id(self) -> str:
        """Whom it was issued to."""
        return str(self.claims["client_id"])

    @property
    def authorization_id(self) -> str | None:
        """The authorization it stands on; None for a client that acts for itself."""
        found = self.claims.get(AUTHORIZATION)
        return None if found is None else str(found)

    @property
    def scopes(self) -> list[str]:
        """What it opens."""
        return str(self.claims.get("scope", "")).split()

    @property
    def audience(self) -> list[str]:
        """Whom it is meant for."""
        found = self.claims["aud"]
        return [found] if isinstance(found, str) else list(found)

    @property
    def confirmation(self) -> Mapping[str, Any]:
        """What it is bound to (RFC 7800, 3.1); empty for a bearer token."""
        found = self.claims.get("cnf")
        return found if isinstance(found, dict) else {}

    @property
    def expires_at(self) -> datetime:
        """When it dies by itself."""
        return datetime.fromtimestamp(self.claims["exp"], UTC)


class AccessTokens:
    """Issues access tokens and reads them back."""

    def __init__(self, issuer: str, keys: Keys, lifetime: timedelta, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._lifetime = lifetime
        self._clock = clock

    @property
    def expires_in(self) -> int:
        """How long a token lives, in seconds."""
        return int(self._lifetime.total_seconds())

    def issue(
        self,
        *,
        client_id: str,
        subject: str,
        audience: Sequence[str],
        scope: str,
        bound_to: Confirmation,
        **more: object,
    ) -> str:
        """A fresh token.

        Args:
            client_id: Whom it is issued to.
            subject: Whom it is about: a citizen's `sub`, or the client itself.
            audience: Whom it is meant for.
            scope: What it opens.
            bound_to: What the request has proved to have: its `confirmation`. Whoever shows the token proves it, too.
            more: Further claims; those that are None are left out.
        """
        now = int(self._clock().timestamp())
        claims = {
            "iss": self._issuer,
            "sub": subject,
            "aud": audience[0] if len(audience) == 1 else list(audience),
            "client_id": client_id,
            "scope": scope,
            "iat": now,
            "exp": now + self.expires_in,
            "jti": new_secret(16),
            **({"cnf": dict(bound_to)} if bound_to else {}),
            **{name: value for name, value in more.items() if value is not None},
        }
        key = self._keys.signer(ALGORITHM)
        header = {"typ": TYPE, "alg": ALGORITHM, "kid": key.kid}
        return jwt.encode(header, claims, key, [ALGORITHM])

    def read(self, text: str) -> AccessToken | None:
        """A token of ours that is in its time, else None; whether it was revoked is for the store to say."""
        try:
            token = jwt.decode(text, self._keys.verifiers(), [ALGORITHM])
        except (JoseError, ValueError, TypeError, RecursionError):
            return None
        claims = token.claims
        is_ours = token.header.get("typ") == TYPE and claims.get("iss") == self._issuer
        return AccessToken(claims) if is_ours and self._clock().timestamp() < claims.get("exp", 0) else None
