"""What the protocol needs from outside. `store`, `keys`, `audit` and `citizens` satisfy it by shape."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey

from idp.audit.events.event import Event
from idp.oauth.client_documents import ClientDocuments
from idp.oauth.records import (
    AuthorizationRecord,
    ClientRecord,
    GrantRecord,
    PolledRecord,
    PushedRecord,
    Refresh,
    Standing,
)

Journal = Callable[[Event], None]
"""Records an event in the transaction of the request."""


@dataclass(frozen=True)
class Named:
    """Whom a client means.

    Args:
        hint: Stands for what it said, the same for the same words, and tells nothing.
        citizen_id: Who that is; None when it is nobody who can be asked.
    """

    hint: str
    citizen_id: str | None


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

    def find(self, authorization_id: str) -> Standing | None:
        """An authorization by its name."""

    def redeem(self, authorization_id: str, bind_to: Mapping[str, str]) -> bool:
        """Spend the code, and bind what follows to a key. True for exactly one caller, however many try at once."""

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

    def used_again(self, token: str, family_since: datetime) -> None:
        """Note that a token that is not rotated was used: it lives on."""

    def successor(self, token: str) -> str | None:
        """The unspent successor of a spent token: the same as the first time."""


class PolledRequests(Protocol):
    """Requests whose answer is fetched; the secret a client fetches it with is kept as a digest."""

    def find(self, secret: str) -> PolledRecord | None:
        """The request a client names."""

    def polled(self, found: str, before: datetime | None, interval_seconds: int) -> bool:
        """Note that a client has asked, and how long it has to wait. False when it asked twice at once."""


class DeviceAuthorizations(PolledRequests, Protocol):
    """Devices that wait for a citizen."""

    def add(
        self,
        parameters: Mapping[str, str],
        *,
        client_id: str,
        user_code: str,
        number: str,
        interval_seconds: int,
        lifetime: timedelta,
    ) -> str:
        """Let a device wait; the secret it asks with."""


class BackchannelRequests(PolledRequests, Protocol):
    """Requests for a citizen's approval that come without the citizen's browser."""

    def add(
        self,
        parameters: Mapping[str, str],
        *,
        client_id: str,
        named: Named,
        interval_seconds: int,
        lifetime: timedelta,
    ) -> tuple[str, str]:
        """Let a request wait; its name, and the secret it is asked about with."""

    def waiting(self, *, client_id: str, hint: str) -> int:
        """How many requests of one client wait for whom it named so."""

    def waiting_for(self, citizen_id: str) -> int:
        """How many requests wait for a citizen, whoever asks."""


class Directory(Protocol):
    """Finds the citizen a client means."""

    def by_login(self, login: str, *, in_sandbox: bool) -> tuple[str, str | None]:
        """What stands for a phone number, an e-mail address or an identity number, and who can be asked by it.

        In the sandbox only its people can be asked, by the names they have there.
        """


class Counts(Protocol):
    """Counts tries."""

    def take(self, key: str, limit: int, per: timedelta) -> bool:
        """Take one of `limit` tries per period; False when none is left."""


class WaitingRoom(Protocol):
    """Where requests wait for citizens who are elsewhere, and what that takes."""

    @property
    def devices(self) -> DeviceAuthorizations:
        """Devices that wait."""

    @property
    def approvals(self) -> BackchannelRequests:
        """Requests in the background that wait."""

    @property
    def directory(self) -> Directory:
        """Finds the citizen who is meant."""

    @property
    def counts(self) -> Counts:
        """Keeps anybody from beginning too much."""

    def tell_citizen(self, request_id: str) -> None:
        """Have a citizen told that a request waits; the same work whether or not there is somebody."""


class RevokedTokens(Protocol):
    """Access tokens revoked before their time."""

    def add(self, jti: str, expires_at: datetime) -> None:
        """Revoke a token; twice is once."""

    def holds(self, jti: str) -> bool:
        """Whether a token was revoked."""


class UsedAssertions(Protocol):
    """The replay cache of client assertions and DPoP proofs: shared between processes, outlives them all."""

    def spend(self, whose: str, jti: str, expires_at: datetime) -> bool:
        """True for exactly one caller. `whose` is a client's identifier, or the name of another space of names."""


class PushedRequests(Protocol):
    """Authorization requests sent ahead of the browser, kept under digests."""

    def add(self, client_id: str, parameters: dict[str, Any], lifetime: timedelta) -> str:
        """Keep a request; the reference it is found by."""

    def find(self, reference: str) -> PushedRecord | None:
        """The request behind a reference, whether it may still be used or not."""

    def spend(self, pushed_digest: str) -> bool:
        """Use a request up. True for exactly one caller, however many try at once."""


class People(Protocol):
    """What is known about citizens."""

    def claims_of(self, citizen: Any) -> dict[str, Any]:
        """Every claim that is known, by its name; unknown ones are missing."""


class Departures(Protocol):
    """How an application learns that a browser session is over for it."""

    def tokens_reused(self, given: AuthorizationRecord) -> None:
        """A refresh token came twice, and its family is revoked."""


class ManagedGrants(Protocol):
    """What citizens granted, by the name a client manages it under (Grant Management for OAuth 2.0)."""

    def find(self, grant_id: str, client_id: str) -> GrantRecord | None:
        """A grant of this client that is in force."""

    def revoke(self, grant: GrantRecord) -> None:
        """End it with every token that stands on it; the citizen is asked again."""

    def supersede(self, citizen_id: str, client_id: str, *, everything: bool) -> None:
        """End the tokens of earlier requests: of those that managed a grant, or of all."""


class Keys(Protocol):
    """The provider's own keys."""

    def signer(self, algorithm: str) -> RSAKey | ECKey | OKPKey:
        """The key to sign with; it has a `kid`."""

    def trial(self, kid: str, algorithm: str) -> RSAKey | ECKey | OKPKey | None:
        """The key made for one application of the sandbox; None where it is gone, or is for another algorithm."""

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
    pushed_requests: PushedRequests
    waiting_room: WaitingRoom
    documents: ClientDocuments
    people: People
    departures: Departures
    grants: ManagedGrants
    record: Journal
    wait: Callable[[timedelta], None]
    """Waits, and gives back before what the request holds."""
