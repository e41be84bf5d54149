"""Access tokens: signed JWTs that name the authorization they stand on (RFC 9068)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.oauth.confirmation import Confirmation
from idp.oauth.ports import Keys
from idp.oauth.signing import signed

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


class Verified:
    """The tokens whose signature was good a moment ago: an application shows the same one again and again.

    Kept by digest, and only as long as the same keys are ours. Nothing is kept of what can change: time and revocation.
    """

    MOST = 256

    def __init__(self) -> None:
        self._kept: tuple[KeySet | None, dict[str, AccessToken]] = None, {}

    def get(
        self, text: str, keys: KeySet, verify: Callable[[str, KeySet], AccessToken | None]
    ) -> AccessToken | None:
        """The token a text is, verified now or before.

        Args:
            text: The compact token.
            keys: The keys that are ours now.
            verify: Checks it with them.
        """
        by, kept = self._kept
        if by is not keys:
            kept = {}
            self._kept = (
                keys,
                kept,
            )  # both at once: no thread may keep with one set what another set has verified
        name = digest(text)
        if (found := kept.get(name)) is not None:
            return found
        found = verify(text, keys)
        if found is not None:
            while len(kept) >= self.MOST:
                kept.pop(next(iter(kept)), None)
            kept[name] = found
        return found


class AccessTokens:
    """Issues access tokens and reads them back."""

    def __init__(self, issuer: str, keys: Keys, lifetime: timedelta, clock: Clock) -> None:
        self._issuer = issuer
        self._keys = keys
        self._lifetime = lifetime
        self._clock = clock
        self._verified = Verified()

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
        return signed(claims, key, ALGORITHM, TYPE)

    def read(self, text: str) -> AccessToken | None:
        """A token of ours that is in its time, else None; whether it was revoked is for the store to say."""
        token = self._verified.get(text, self._keys.verifiers(), self._signed_by_us)
        is_in_time = token is not None and self._clock().timestamp() < token.claims.get("exp", 0)
        return token if is_in_time else None

    def _signed_by_us(self, text: str, keys: KeySet) -> AccessToken | None:
        try:
            token = jwt.decode(text, keys, [ALGORITHM])
        except (JoseError, ValueError, TypeError, RecursionError):
            return None
        claims = token.claims
        is_ours = token.header.get("typ") == TYPE and claims.get("iss") == self._issuer
        return AccessToken(claims) if is_ours else None
