"""The question asked most of an audit log: who was given what about one person, when, and on what ground."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from idp.audit.events.oauth import ClaimsReleased, TokenExchanged
from idp.oauth.scopes import SCOPES
from idp.relying_parties.history import Version
from idp.store.models import AuditRecord, Client
from idp.store.repositories.audit_search import Place, Wanted
from idp.web.admin.audit_words import claims_in_words
from idp.web.current import services
from idp.web.language import language

NAMES = (ClaimsReleased.name, TokenExchanged.name)
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Release:
    """One release: to whom, what, and the grounds that were registered for it then."""

    record: AuditRecord
    client: Client | None
    claims: str
    grounds: tuple[str, ...]


def asked(citizen_id: str, now: datetime) -> Wanted:
    """Every release of one person's data in the last twelve months."""
    return Wanted(citizen_id=citizen_id, names=NAMES, since=now - A_YEAR)


def releases(wanted: Wanted, most: int, before: Place | None) -> list[Release]:
    """Some of them, the latest first, each with its ground. One SELECT of the log, two for each application."""
    records = services().watch.search.page(wanted, most=most, before=before)
    clients = {client.client_id: client for client in services().clients.all()}
    versions: dict[str, Sequence[Version]] = {}
    for record in records:
        client = clients.get(record.client_id or "")
        if client is not None and client.client_id not in versions:
            versions[client.client_id] = services().client_desk.registrations.history.all(client)
    return [
        _release(record, clients.get(record.client_id or ""), versions.get(record.client_id or "", ()))
        for record in records
    ]


def _release(record: AuditRecord, client: Client | None, versions: Sequence[Version]) -> Release:
    names = record.details.get("claims")
    if names is None:  # a token for elsewhere: what it opens is told by its scopes
        scopes = record.details.get("scopes", ())
        return Release(record, client, ", ".join(scopes), _grounds(versions, record.at, scopes))
    return Release(record, client, claims_in_words(names), _grounds(versions, record.at, _behind(names)))


def _behind(claims: Iterable[str]) -> list[str]:
    wanted = set(claims)
    return [scope for scope, inside in SCOPES.items() if scope != "openid" and wanted & set(inside)]


def _grounds(versions: Sequence[Version], at: datetime, scopes: Iterable[str]) -> tuple[str, ...]:
    # The versions come the latest first; before the first one kept, that is what is known.
    then = next((version for version in versions if version.at <= at), versions[-1] if versions else None)
    if then is None:
        return ()
    policies: Mapping[str, Any] = then.document.get("scope_policy") or {}
    texts = [_ground(policies[scope]) for scope in scopes if isinstance(policies.get(scope), dict)]
    return tuple(dict.fromkeys(texts))


def _ground(policy: Mapping[str, Any]) -> str:
    purpose = policy.get("purpose")
    told = purpose.get(language()) or purpose.get("vi") if isinstance(purpose, dict) else purpose
    by_law = policy.get("legal_basis") == "law"
    basis = policy.get("legal_reference") or (_("theo quy định") if by_law else "")
    consent = "" if by_law else str(_("người dân đồng ý"))
    return ": ".join(text for text in (str(basis) or consent, str(told or "")) if text)
