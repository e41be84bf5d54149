"""What tokens stand on, as rows: read on almost every request, so no session has to look after objects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Column, Select, bindparam, or_, select

from idp.store.models import Authorization, BrowserSession, Citizen, Client
from idp.store.models.authorization import OFFLINE
from idp.store.models.base import table_of


class AuthorizationRow(NamedTuple):
    """An authorization as it was when it was read. The fields are columns of the table."""

    id: str
    client_id: str
    citizen_id: str
    session_id: str | None
    code_expires_at: datetime
    redeemed_at: datetime | None
    redirect_uri: str
    redirect_uri_sent: bool
    code_challenge: str | None
    nonce: str | None
    scope: str
    requested_claims: dict[str, Any]
    acr: str
    methods: list[str]
    authenticated_at: datetime
    created_at: datetime
    revoked_at: datetime | None
    confirmation: dict[str, Any] | None
    resources: list[str] | None
    authorization_details: list[Any] | None
    grant_id: str | None

    @property
    def is_offline(self) -> bool:
        """Whether it outlives the browser session it was given in (OpenID Connect Core, 11)."""
        return OFFLINE in self.scope.split()


class CitizenRow(NamedTuple):
    """What is told about a citizen, and whether anything may be. The fields are columns of the table."""

    id: str
    state: str
    persona: str | None
    identity_sealed: bytes | None
    phone_sealed: bytes | None
    email_sealed: bytes | None
    assurance: str
    verified_at: datetime | None
    verification_id: str | None
    locale: str
    updated_at: datetime

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""
        return self.state == "active"

    @property
    def is_test_person(self) -> bool:
        """Whether this is an invented person of the sandbox."""
        return self.persona is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """An authorization with everything that decides whether it still holds."""

    authorization: AuthorizationRow
    citizen: CitizenRow
    client: Client
    session_ended: bool
    token_revoked: bool = False


FindClient = Callable[[str], Client | None]

AUTHORIZATION = table_of(Authorization)
_CITIZEN, _SESSION = table_of(Citizen), table_of(BrowserSession)
_FIRST, _SECOND = len(AuthorizationRow._fields), len(AuthorizationRow._fields) + len(CitizenRow._fields)


def standing_by(*which: Any, more: Sequence[Any] = ()) -> Select[Any]:
    """The statement that reads an authorization with everything it stands on but the client. Made once, at the start.

    Its parameter `now` is the present moment: a browser session that is past its time, or forgotten, has ended.

    Args:
        which: Which authorization.
        more: Further columns.
    """
    ended = or_(
        _SESSION.c.id.is_(None),
        _SESSION.c.ended_at.is_not(None),
        _SESSION.c.expires_at <= bindparam("now", type_=_SESSION.c.expires_at.type),
    ).label("session_ended")
    columns = [*_columns(AUTHORIZATION, AuthorizationRow), *_columns(_CITIZEN, CitizenRow)]
    return (
        select(*columns, ended, *more)
        .select_from(AUTHORIZATION)
        .join(_CITIZEN, _CITIZEN.c.id == AUTHORIZATION.c.citizen_id)
        .outerjoin(_SESSION, _SESSION.c.id == AUTHORIZATION.c.session_id)
        .where(*which)
    )


def read_standing(row: Any, find_client: FindClient, *, token_revoked: bool = False) -> Standing | None:
    """What a row of such a statement says; None where the client is gone in the meantime.

    Args:
        row: The row.
        find_client: Finds registrations.
        token_revoked: Whether the access token that was shown is revoked.
    """
    authorization = AuthorizationRow._make(row[:_FIRST])
    client = find_client(authorization.client_id)
    if client is None:
        return None
    citizen = CitizenRow._make(row[_FIRST:_SECOND])
    return Standing(authorization, citizen, client, bool(row[_SECOND]), token_revoked)


def beyond(row: Any) -> Any:
    """The further columns of a row."""
    return row[_SECOND + 1 :]


def _columns(table: Any, row: Any) -> list[Column[Any]]:
    # Labelled by table: both have an `id`.
    return [table.c[name].label(f"{table.name}_{name}") for name in row._fields]
