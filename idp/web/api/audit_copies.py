"""What is taken from the audit log through the API: a signed copy, and every release of one person's data."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Response, jsonify

from idp.audit.events.watching import AuditSearched
from idp.store.repositories.audit_search import Place
from idp.web.admin import releases
from idp.web.admin.releases import Release
from idp.web.api.audit import asked_place, asked_wanted
from idp.web.api.door import program
from idp.web.api.paging import cursor, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

_LONGEST = 255


def export_audit() -> Response:
    """A signed copy of what was asked for, as JSON lines. What names citizens needs two people, in the console."""
    wanted = asked_wanted()
    if wanted.citizen_id is not None:
        refuse(403, "needs-people", "A copy about one person is asked for by one and allowed by another.")
    if len(wanted.client_id or "") > _LONGEST:
        refuse(400, "bad-parameter", f"client_id has {_LONGEST} characters at most.")
    lines = services().watch.exports.signed_lines(replace(wanted, without_citizens=True), program().id)
    return sent_in_pieces(lines, "audit.jsonl", "application/jsonl")


def list_releases(citizen_id: str) -> Response:
    """Every release of one person's data in the last twelve months, the latest first."""
    size, before = limit(), asked_place(cursor())
    try:
        citizen = str(UUID(citizen_id))
    except ValueError:
        refuse(404, "not-found", "That is no identifier of an account.")
    if before is None:
        by = ("citizen", "releases")
        services().audit.record(AuditSearched(by=by, citizen_id=citizen, operator_id=program().id))
    wanted = releases.asked(citizen, services().clock())
    return jsonify(page(releases.releases(wanted, size + 1, before), size, _told, _mark))


def _told(release: Release) -> dict[str, Any]:
    record = release.record
    return {
        "at": record.at.isoformat(),
        "client_id": record.client_id,
        "name": record.name,
        "claims": list(record.details.get("claims") or ()),
        "scopes": list(record.details.get("scopes") or ()),
        "grounds": list(release.grounds),
    }


def _mark(release: Release) -> list[Any]:
    place = Place.of(release.record)
    return [place.at.isoformat(), place.id]
