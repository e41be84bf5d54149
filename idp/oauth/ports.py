"""What the protocol needs from outside. `store`, `keys`, `audit` and `citizens` satisfy it by shape."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from idp.audit.events.event import Event
from idp.oauth.records import ClientRecord, Refresh, Standing

Journal = Callable[[Event], None]
"""Records an event in the transaction of the request."""


class Clients(Protocol):
    """The registered applications."""

    def find(self, client_id: str) -> ClientRecord | None:
        """A client by its identifier, live or not."""


class Authorizations(Protocol):
    """What citizens let applications have."""

    def add(self, code: str, **columns: Any) -> None:
        """Keep an authorization, its code as a digest; `columns` are those of `AuthorizationRecord`."""

    def find_by_code(self, code: str) -> Standing | None:
        """The authorization a code was given for."""

    def redeem(self, authorization_id: str) -> bool:
        """Spend the code. True for exactly one caller, however many try at once."""

    def revoke(self, authorization_id: str, reason: str) -> bool:
        """End everything issued from it. True if this call did."""

    def standing(self, authorization_id: str, jti: str) -> Standing | None:
        """The authorization an access token was issued from, in one statement."""


class RefreshTokens(Protocol):
    """Refresh tokens, kept as digests."""

    def issue(self, authorization_id: str, family_since: datetime) -> str:
        """Begin a family; the token to hand out."""

    def find(self, token: str) -> Refresh | None:
        """A token that was issued, with what it stands on."""

    def rotate(self, token: str, authorization_id: str, family_since: datetime) -> str | None:
        """Spend a token and issue its successor. The successor for exactly one caller, None for the others."""

    def successor(self, token: str) -> str | None:
        """The unspent successor of a spent token: the same as the first time."""


class RevokedTokens(Protocol):
    """Access tokens revoked before their time."""

    def add(self, jti: str, expires_at: datetime) -> None:
        """Revoke a token; twice is once."""

    def holds(self, jti: str) -> bool:
        """Whether a token was revoked."""


class UsedAssertions(Protocol):
    """The replay cache of client assertions."""

    def spend(self, client_id: str, jti: str, expires_at: datetime) -> bool:
        """True for exactly one caller."""


class People(Protocol):
    """What is known about citizens."""

    def claims_of(self, citizen: Any) -> dict[str, Any]:
        """Every claim that is known, by its name; unknown ones are missing."""


class Keys(Protocol):
    """The provider's own keys."""

    def signer(self, algorithm: str) -> RSAKey | ECKey | OKPKey:
        """The key to sign with; it has a `kid`."""

    def verifiers(self) -> KeySet:
        """The public keys with which tokens of our own are verified."""

    def public_jwks(self) -> dict[str, Any]:
        """The key set to publish."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """All of it."""

    clients: Clients
    authorizations: Authorizations
    refresh_tokens: RefreshTokens
    revoked_tokens: RevokedTokens
    used_assertions: UsedAssertions
    people: People
    record: Journal
