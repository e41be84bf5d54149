"""What a citizen may see of what happened: sign-ins, changes, and every release of their data to an application."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from idp.audit.events import help_desk, oauth, sign_in
from idp.store.models import AuditRecord, Client, Consent
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.clients import Clients
from idp.store.repositories.consents import Consents

RELEASE = oauth.ClaimsReleased.name
RELEASES = (RELEASE, oauth.TokenExchanged.name)
ABOUT_THE_ACCOUNT = tuple(
    event.name
    for event in (
        sign_in.SignedIn,
        sign_in.SteppedUp,
        sign_in.SignInSlowed,
        sign_in.RecoveryCodeUsed,
        sign_in.PasswordChanged,
        sign_in.SecondFactorChanged,
        sign_in.ContactChanged,
        sign_in.RecoveryCodesRenewed,
        sign_in.ApplicationDisconnected,
        sign_in.WasNotMe,
        oauth.DeviceDecided,
        oauth.ApprovalDecided,
        oauth.GrantRevoked,
        help_desk.CitizenLookedUp,
        help_desk.CitizenUnlocked,
        help_desk.CitizenFactorReset,
        help_desk.CitizenSignedOut,
        help_desk.CitizenSuspended,
        help_desk.CitizenLetBack,
    )
)
_PAGE = 50
_MOST_RELEASES = 500


@dataclass(frozen=True)
class Entry:
    """One thing that happened. `client` is the application it concerns, while that is registered."""

    id: int
    at: datetime
    name: str
    details: dict[str, Any]
    client_id: str | None
    client: Client | None


@dataclass(frozen=True)
class Ground:
    """Why an application may learn something: what it is for, and the law behind it."""

    purpose: str
    reference: str


@dataclass(frozen=True)
class Connected:
    """One application and what it was given."""

    client: Client
    consent: Consent
    since: datetime
    last: datetime
    claims: tuple[str, ...]
    is_signed_in: bool

    @property
    def granted(self) -> list[str]:
        """The scopes it may have, by law or by the citizen's word."""
        return [scope for scope, decision in self.consent.decisions.items() if decision != "declined"]

    def grounds(self, language: str) -> list[Ground]:
        """On what ground the application was given something, each once, in a language."""
        policies = [
            self.client.scope_policy[scope] for scope in self.granted if scope in self.client.scope_policy
        ]
        grounds = [
            Ground(_in(policy.get("purpose"), language), policy.get("legal_reference") or "")
            for policy in policies
        ]
        return list(dict.fromkeys(ground for ground in grounds if ground.purpose))


class History:
    """Reads what happened to one account."""

    def __init__(
        self, records: AuditRecords, authorizations: Authorizations, consents: Consents, clients: Clients
    ) -> None:
        self._records = records
        self._authorizations = authorizations
        self._consents = consents
        self._clients = clients

    def latest(self, citizen_id: str, *, most: int = _PAGE, before: int | None = None) -> list[Entry]:
        """Sign-ins, changes and releases, the latest first.

        Args:
            citizen_id: Whose.
            most: How many.
            before: The last entry of the page before.
        """
        found = self._records.about_citizen(
            citizen_id, (*ABOUT_THE_ACCOUNT, *RELEASES), most=most, before=before
        )
        clients = self._clients_of(found)
        return [
            Entry(
                record.id,
                record.at,
                record.name,
                record.details,
                record.client_id,
                clients.get(record.client_id),
            )
            for record in found
        ]

    def connected(self, citizen_id: str, session_id: str) -> list[Connected]:
        """The applications a citizen has let in and not disconnected, the last used first."""
        releases = self._records.about_citizen(citizen_id, [RELEASE], most=_MOST_RELEASES)
        visited = set(self._authorizations.clients_of_session(session_id))
        found = [
            self._connection(client, releases, consent, is_signed_in=consent.client_id in visited)
            for consent in self._consents.all_of(citizen_id)
            if (client := self._clients.find(consent.client_id)) is not None
        ]
        return sorted(found, key=lambda connection: connection.last, reverse=True)

    def _connection(
        self, client: Client, releases: Iterable[AuditRecord], consent: Consent, *, is_signed_in: bool
    ) -> Connected:
        own = [record for record in releases if record.client_id == client.client_id]
        moments = [consent.given_at, *(record.at for record in own)]
        claims = dict.fromkeys(claim for record in own for claim in record.details.get("claims", ()))
        return Connected(
            client=client,
            consent=consent,
            since=min(moments),
            last=max(moments),
            claims=tuple(claims),
            is_signed_in=is_signed_in,
        )

    def _clients_of(self, records: Iterable[AuditRecord]) -> dict[str | None, Client]:
        names = {record.client_id for record in records if record.client_id}
        return {name: client for name in names if (client := self._clients.find(name)) is not None}


def _in(texts: dict[str, str] | None, language: str) -> str:
    known = texts or {}
    return known.get(language) or known.get("vi") or ""
