"""The audit log in the API: searched, and checked as a whole."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Response, jsonify, make_response, request

from idp.audit.events.watching import AuditSearched
from idp.oauth.readable import is_readable
from idp.store.models import AuditCheck, AuditRecord
from idp.store.repositories.audit_search import Place, Wanted
from idp.web.api.door import program
from idp.web.api.moments import read_moment
from idp.web.api.paging import cursor, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.current import services

_LAST = 2**63 - 1
"""No event has a larger number: nor does a column hold one."""

_ABOUT = ("client_id", "citizen_id", "operator_id", "name", "since", "until", "cursor")


def search_audit() -> Response:
    """Events of the audit log, the latest first: about one citizen, who is named, or about none.

    Page by page it would otherwise be the copy of everybody's records that needs two people.
    """
    size, last = limit(), cursor()
    wanted, place = asked_wanted(), asked_place(last)
    if wanted.citizen_id is None:
        wanted = replace(wanted, without_citizens=True)
    found = services().watch.search.page(wanted, most=size + 1, before=place)
    _note(wanted)
    return jsonify(page(found, size, told_event, lambda each: [each.at.isoformat(), each.id]))


def asked_wanted() -> Wanted:
    """Which events the address asks for.

    Raises:
        Problem: It asks for what is none.
    """
    if not is_readable(request.args.to_dict(flat=False)):
        refuse(400, "bad-parameter", "The address holds signs that are in no event.")
    return Wanted(
        client_id=request.args.get("client_id"),
        citizen_id=request.args.get("citizen_id"),
        operator_id=request.args.get("operator_id"),
        names=tuple(request.args.getlist("name")) or None,
        since=_moment("since"),
        until=_moment("until"),
    )


def asked_place(last: Any) -> Place | None:
    """Where the page before ended.

    Args:
        last: What its cursor held.

    Raises:
        Problem: It was not made here.
    """
    match last:
        case None:
            return None
        case [str(at), int(number)] if 0 <= number <= _LAST:
            return Place(read_moment(at, "cursor"), number)
        case _:
            raise Problem(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")


def told_event(record: AuditRecord) -> dict[str, Any]:
    """An event as the API tells it."""
    return {
        "id": record.id,
        "at": record.at.isoformat(),
        "name": record.name,
        "citizen_id": record.citizen_id,
        "client_id": record.client_id,
        "operator_id": record.operator_id,
        "details": record.details,
    }


def list_checks() -> Response:
    """What the latest checks of the whole log found."""
    items = [_check(each) for each in services().watch.checks.latest()]
    return jsonify({"items": items, "next": None})


def ask_check() -> Response:
    """Have the whole log checked; a worker does it piece by piece."""
    return make_response(jsonify(_check(services().watch.checks.ask(program().id))), 202)


def _note(wanted: Wanted) -> None:
    """Looking for events is an event, each page of them: by what was asked, never what was typed."""
    searched = AuditSearched(
        by=tuple(name for name in _ABOUT if name in request.args),
        citizen_id=wanted.citizen_id[:36] if wanted.citizen_id else None,
        client_id=wanted.client_id[:255] if wanted.client_id else None,
        operator_id=program().id,
    )
    services().audit.record(searched)


def _check(check: AuditCheck) -> dict[str, Any]:
    numbers = ("records", "chains", "checkpoints", "faults")
    return {
        "id": check.id,
        "asked_by": check.asked_by,
        "asked_at": check.asked_at.isoformat(),
        "finished_at": check.finished_at.isoformat() if check.finished_at else None,
        **{name: getattr(check, name) or 0 for name in numbers},
        "findings": list(check.findings or []),
    }


def _moment(name: str) -> datetime | None:
    text = request.args.get(name)
    return None if text is None else read_moment(text, name)
