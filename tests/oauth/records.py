"""Stored things as the protocol reads them, made without a database."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from idp.oauth.client import RegisteredClient
from idp.oauth.request import Parameters, ProtocolRequest

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)


@dataclass
class Record:
    """A client's registration."""

    client_id: str = "portal"
    is_usable: bool = True
    is_for_test_people: bool = False
    name: str = "Cổng"
    profile: str = "plain"
    sector: str = ""
    metadata_: dict[str, Any] = field(default_factory=dict)
    secrets: list[Any] = field(default_factory=list)
    scope_policy: dict[str, Any] = field(default_factory=dict)
    audiences: list[str] = field(default_factory=list)
    minimum_level: int = 1
    require_pkce: bool = True
    pkce_exempt_until: date | None = None
    faults: dict[str, Any] | None = None


@dataclass
class Holder:
    """A citizen."""

    id: str = "citizen"
    is_active: bool = True
    is_test_person: bool = False


@dataclass
class Given:
    """An authorization."""

    revoked_at: datetime | None = None
    is_offline: bool = False


@dataclass
class Stands:
    """What a token stands on."""

    authorization: Any = field(default_factory=Given)
    citizen: Any = field(default_factory=Holder)
    client: Any = field(default_factory=Record)
    session_ended: bool = False
    token_revoked: bool = False


def a_registered(scope: str = "openid profile email", **changed: Any) -> RegisteredClient:
    """A client; `metadata` is laid over its scope."""
    metadata = {"scope": scope, **changed.pop("metadata", {})}
    return RegisteredClient(Record(metadata_=metadata, **changed))


def a_request(
    method: str = "GET", headers: dict[str, str] | None = None, **parameters: str
) -> ProtocolRequest:
    """A request to the protocol."""
    return ProtocolRequest(
        method, path="/oauth/authorize", parameters=Parameters(parameters.items()), headers=headers or {}
    )


def ago(**duration: float) -> datetime:
    """A moment before now."""
    return NOW - timedelta(**duration)
