"""What the tables and the audit log hold afterwards, as plain values."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import sqlalchemy as sa

from idp.audit.verify import verify
from idp.store.models import (
    AuditRecord,
    Authorization,
    Banner,
    BrowserSession,
    Citizen,
    Consent,
    RefreshToken,
)


@dataclass(frozen=True)
class KeptAuthorization:
    """One answered authorization request."""

    id: str
    citizen_id: str
    client_id: str
    session_id: str | None
    is_redeemed: bool
    is_revoked: bool


@dataclass(frozen=True)
class KeptRefresh:
    """One generation of a family."""

    authorization_id: str
    is_used: bool


@dataclass(frozen=True)
class KeptEvent:
    """One record of the audit log, without its place in it."""

    name: str
    citizen_id: str | None
    client_id: str | None
    details: dict[str, Any]


@dataclass
class Kept:
    """Everything the checker looks at.

    Args:
        authorizations: By the digest of the code.
        refresh_tokens: By digest.
        sessions: Whether they are over, by the digest of the cookie, with their names.
        consents: Citizen and application.
        banners: Names of announcements.
        passwords: Hashes, by citizen.
        events: The audit log.
        wrong_in_log: What the audit log's own check found.
    """

    authorizations: dict[str, KeptAuthorization] = field(default_factory=dict)
    refresh_tokens: dict[str, KeptRefresh] = field(default_factory=dict)
    sessions: dict[str, tuple[str, bool]] = field(default_factory=dict)
    consents: set[tuple[str, str]] = field(default_factory=set)
    banners: set[str] = field(default_factory=set)
    passwords: dict[str, str | None] = field(default_factory=dict)
    events: list[KeptEvent] = field(default_factory=list)
    wrong_in_log: list[str] = field(default_factory=list)

    def named(self, name: str) -> list[KeptEvent]:
        """Events of one name."""
        return self._by_name[name]

    @cached_property
    def of_id(self) -> dict[str, KeptAuthorization]:
        """Authorizations by their own names."""
        return {each.id: each for each in self.authorizations.values()}

    @cached_property
    def _by_name(self) -> dict[str, list[KeptEvent]]:
        found: dict[str, list[KeptEvent]] = defaultdict(list)
        for each in self.events:
            found[each.name].append(each)
        return found


def kept_in(engine: sa.Engine) -> Kept:
    """Read everything."""
    kept = Kept()
    with sa.orm.Session(engine) as session:
        for row in session.scalars(sa.select(Authorization)):
            kept.authorizations[row.code_digest] = KeptAuthorization(
                row.id, row.citizen_id, row.client_id, row.session_id, row.redeemed_at is not None,
                row.revoked_at is not None,
            )  # fmt: skip
        for token in session.scalars(sa.select(RefreshToken)):
            kept.refresh_tokens[token.digest] = KeptRefresh(token.authorization_id, token.used_at is not None)
        for visit in session.scalars(sa.select(BrowserSession)):
            kept.sessions[visit.digest] = (visit.id, visit.ended_at is not None)
        for consent in session.scalars(sa.select(Consent)):
            kept.consents.add((consent.citizen_id, consent.client_id))
        kept.passwords = {each.id: each.password_hash for each in session.scalars(sa.select(Citizen))}
        kept.banners = set(session.scalars(sa.select(Banner.id)))
        ordered = sa.select(AuditRecord).order_by(AuditRecord.writer, AuditRecord.sequence)
        records = list(session.scalars(ordered))
        for record in records:
            kept.events.append(KeptEvent(record.name, record.citizen_id, record.client_id, record.details))
        checkpoints = [each for each in records if each.name == "audit.checkpoint"]
        report = verify(records, checkpoints)
        kept.wrong_in_log = [f"{each.writer} {each.sequence}: {each.what}" for each in report.findings]
    return kept
