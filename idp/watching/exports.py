"""Signed exports of the audit log: what is asked for, streamed, with every export in the log itself."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from joserfc import jwt

from idp.audit import export
from idp.audit.events.watching import AuditExported
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.keys.ring import KeyRing
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import AuditSearch, Wanted

ALGORITHM = "RS256"
"""Anybody can check it with whole numbers alone: `deploy/verify_audit.py` does."""


class Exports:
    """Makes exports. What is asked for is noted before the first line leaves."""

    def __init__(
        self, search: AuditSearch, ring: KeyRing, issuer: str, audit: AuditLog, clock: Clock
    ) -> None:
        self._search = search
        self._ring = ring
        self._issuer = issuer
        self._audit = audit
        self._clock = clock

    def signed_lines(
        self, wanted: Wanted, by: str | None = None, request_id: str | None = None
    ) -> Iterator[str]:
        """JSON lines with a signed last one. See `idp.audit.export`.

        Args:
            wanted: Which events.
            by: The operator; None for the command line.
            request_id: The act of two people that allows it, where it needs them.
        """
        self._note("jsonl", wanted, by, request_id)
        asked = export.asked_for(self._issuer, self._clock(), filters_of(wanted))
        # Made now and not when the first line is asked for: nothing is signed that was not noted.
        records = self._search.whole() if wanted.is_everything else self._search.every(wanted)
        return export.lines(records, asked, self._sign)

    def records(
        self, wanted: Wanted, by: str | None = None, request_id: str | None = None
    ) -> Iterator[AuditRecord]:
        """The records, for a table. See `signed_lines`."""
        self._note("csv", wanted, by, request_id)
        return self._search.every(wanted)

    def _note(self, form: str, wanted: Wanted, by: str | None, request_id: str | None) -> None:
        self._audit.record(
            AuditExported(
                form=form,
                by=tuple(sorted(filters_of(wanted))),
                citizen_id=wanted.citizen_id,
                client_id=wanted.client_id,
                operator_id=by,
                request_id=request_id,
            )
        )

    def _sign(self, claims: dict[str, Any]) -> str:
        key = self._ring.signer(ALGORITHM)
        return jwt.encode({"alg": ALGORITHM, "kid": key.kid, "typ": export.TYPE}, claims, key, [ALGORITHM])


def filters_of(wanted: Wanted) -> dict[str, Any]:
    """What was asked for, as an export says it; only what was."""
    told = {
        "citizen_id": wanted.citizen_id,
        "client_id": wanted.client_id,
        "operator_id": wanted.operator_id,
        "names": None if wanted.names is None else list(wanted.names),
        "since": wanted.since.isoformat() if wanted.since else None,
        "until": wanted.until.isoformat() if wanted.until else None,
        "without_citizens": wanted.without_citizens or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def wanted_of(filters: Mapping[str, Any]) -> Wanted:
    """What was asked for, from what `filters_of` says of it; other members do not matter."""
    names, since, until = (filters.get(name) for name in ("names", "since", "until"))
    return Wanted(
        citizen_id=filters.get("citizen_id"),
        client_id=filters.get("client_id"),
        operator_id=filters.get("operator_id"),
        names=None if names is None else tuple(names),
        since=datetime.fromisoformat(since) if since else None,
        until=datetime.fromisoformat(until) if until else None,
        without_citizens=bool(filters.get("without_citizens")),
    )
