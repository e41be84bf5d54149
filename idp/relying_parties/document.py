"""A registration as a document of standard members, and what differs between two of them."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from idp.relying_parties.kinds import kind_of
from idp.relying_parties.metadata import STANDARD, Metadata
from idp.store.models import Client

PERSONAL = frozenset({"contacts", "technical_contact", "legal_contact"})
"""Members whose values name people: the audit log learns how many there are, nothing else."""

SECRET = frozenset({"client_secret"})
_LONGEST_IN_AUDIT = 2_000


def document_of(client: Client) -> dict[str, Any]:
    """Everything registered for an application, by standard names, without secrets (RFC 7591, 3.2.1)."""
    own = {
        "client_id": client.client_id,
        "client_id_issued_at": _seconds(client.created_at),
        "client_name": client.name,
        "client_name#vi": client.name,
        "client_name#en": client.name_en,
        "state": client.state,
    }
    kept = {name: client.metadata_[name] for name in STANDARD if name in client.metadata_}
    extension = {
        "require_pkce": client.require_pkce,
        "pkce_exempt_until": client.pkce_exempt_until.isoformat() if client.pkce_exempt_until else None,
        "sector": client.sector,
        "unit": client.unit or None,
        "minimum_level": client.minimum_level,
        "profile": client.profile,
        "audiences": list(client.audiences),
        "scope_policy": client.scope_policy,
        "kind": kind_of(client),
    }
    return {name: value for name, value in {**own, **kept, **extension}.items() if value is not None}


def columns_of(members: Metadata) -> dict[str, Any]:
    """The columns a completed registration is kept in: exactly these, whatever else was sent."""
    written = members.written()
    return {
        "profile": members.profile,
        "name": members.client_name,
        "name_en": members.client_name_en,
        "kind": members.kind,
        "unit": members.unit or "",
        "sector": members.sector or members.client_id,
        "metadata_": {name: value for name, value in written.items() if name in STANDARD},
        "scope_policy": written.get("scope_policy", {}),
        "audiences": list(members.audiences or ()),
        "minimum_level": members.minimum_level,
        "require_pkce": members.require_pkce,
        "pkce_exempt_until": members.pkce_exempt_until,
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[tuple[str, ...], ...]:
    """What changed between two registrations, fit for the audit log.

    Returns:
        Three tuples of equal length: the members, their values before, their values after, each as JSON.
    """
    before, after = _scope_by_scope(before), _scope_by_scope(after)
    names = [name for name in dict.fromkeys([*before, *after]) if before.get(name) != after.get(name)]
    told = [name for name in names if name not in SECRET]
    return (
        tuple(told),
        tuple(_told(name, before.get(name)) for name in told),
        tuple(_told(name, after.get(name)) for name in told),
    )


def _scope_by_scope(document: dict[str, Any]) -> dict[str, Any]:
    """Grounds one by one: who reads the log wants to see which of them changed."""
    grounds = document.get("scope_policy") or {}
    rest = {name: value for name, value in document.items() if name != "scope_policy"}
    return {**rest, **{f"scope_policy.{scope}": ground for scope, ground in grounds.items()}}


def _told(name: str, value: Any) -> str:
    if name in PERSONAL and value:
        return json.dumps({"entries": len(value)})
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=_text)
    if len(text) <= _LONGEST_IN_AUDIT:
        return text
    mark = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return json.dumps({"sha256": mark, "characters": len(text)})


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())
