"""Events of the protocol: what applications were given, on whose word, and what was taken back."""

from dataclasses import dataclass
from typing import ClassVar

from idp.audit.events.event import Event


@dataclass(frozen=True, kw_only=True)
class AuthorizationDeclined(Event):
    """A citizen gave up, or refused what an application asked for."""

    name: ClassVar[str] = "oauth.declined"

    client_id: str
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class TokensIssued(Event):
    """An application got tokens. `grant` is the grant type."""

    name: ClassVar[str] = "oauth.tokens_issued"

    client_id: str
    grant: str
    scopes: tuple[str, ...]
    citizen_id: str | None = None
    authorization_id: str | None = None
    session_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClaimsReleased(Event):
    """An application learned something about a citizen: names of claims, never values.

    `channel` is `userinfo` or `id_token`; the latter stands for the tokens that came with it, too.
    """

    name: ClassVar[str] = "oauth.claims_released"

    citizen_id: str
    client_id: str
    authorization_id: str
    claims: tuple[str, ...]
    channel: str


@dataclass(frozen=True, kw_only=True)
class TokenExchanged(Event):
    """An application that was sent a citizen's token got one to act for them elsewhere (RFC 8693).

    `client_id` acts; `for_client_id` had the token before.
    """

    name: ClassVar[str] = "oauth.token_exchanged"

    citizen_id: str
    client_id: str
    for_client_id: str
    authorization_id: str
    audiences: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CodeReplayed(Event):
    """A code came a second time; what the first use gave was revoked (RFC 6749, 4.1.2)."""

    name: ClassVar[str] = "oauth.code_replayed"

    citizen_id: str
    client_id: str
    authorization_id: str


@dataclass(frozen=True, kw_only=True)
class RefreshTokenReused(Event):
    """A spent refresh token came again; its family was revoked (RFC 9700, 4.14.2)."""

    name: ClassVar[str] = "oauth.refresh_token_reused"

    citizen_id: str
    client_id: str
    authorization_id: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """An application gave a token back (RFC 7009). `kind` is `access_token` or `refresh_token`."""

    name: ClassVar[str] = "oauth.token_revoked"

    client_id: str
    kind: str
    authorization_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class GrantRevoked(Event):
    """An application gave back all a citizen had granted it (Grant Management for OAuth 2.0, 6.5)."""

    name: ClassVar[str] = "oauth.grant_revoked"

    citizen_id: str
    client_id: str


@dataclass(frozen=True, kw_only=True)
class DeviceDecided(Event):
    """A citizen said whether a device may sign them in. `outcome`: `approved`, `refused` or `wrong_number`."""

    name: ClassVar[str] = "oauth.device_decided"

    citizen_id: str
    client_id: str
    outcome: str
    session_id: str
    authorization_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApprovalAsked(Event):
    """An application asked for a citizen's approval in the background; without a citizen, of nobody we could ask."""

    name: ClassVar[str] = "oauth.approval_asked"

    client_id: str
    request_id: str
    citizen_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ApprovalDecided(Event):
    """A citizen answered such a request. `outcome` is `approved` or `refused`."""

    name: ClassVar[str] = "oauth.approval_decided"

    citizen_id: str
    client_id: str
    request_id: str
    outcome: str
    session_id: str
    authorization_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class ConsentDecided(Event):
    """A citizen was told what law gives an application, and chose what else it gets. Names of scopes.

    `authorization_details` names the types of what it may do for them (RFC 9396).
    """

    name: ClassVar[str] = "oauth.consent_decided"

    citizen_id: str
    client_id: str
    told: tuple[str, ...]
    agreed: tuple[str, ...]
    declined: tuple[str, ...]
    authorization_details: tuple[str, ...] = ()
