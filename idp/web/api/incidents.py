"""Incidents in the API: by the code that a citizen's page showed, and the newest ones."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify, request

from idp.operators.rights import Right
from idp.store.models import Incident
from idp.web.api.door import program
from idp.web.api.moments import read_moment
from idp.web.api.paging import cursor, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.api.reach import own_clients
from idp.web.current import services


def list_incidents() -> Response:
    """The newest incidents at the caller's applications."""
    size, before = limit(), _place(cursor())
    found = services().incidents.latest(
        size + 1,
        client_id=request.args.get("client_id"),
        among=own_clients(Right.SEE_INCIDENTS),
        before=before,
    )
    return jsonify(page(found, size, _told, lambda each: [each.at.isoformat(), each.code]))


def find_incident(code: str) -> Response:
    """What is behind a code, however it was read out."""
    incident = services().incidents.find(code[:40])
    client = services().clients.find(incident.client_id) if incident and incident.client_id else None
    caller = program()
    is_own = client is not None and caller.may(Right.SEE_INCIDENTS, client)
    if incident is None or not (is_own or caller.acts_for_all):
        refuse(404, "not-found", "There is no such incident at your applications.")
    return jsonify(_told(incident))


def _place(last: Any) -> tuple[datetime, str] | None:
    match last:
        case None:
            return None
        case [str(at), str(code)]:
            return read_moment(at, "cursor"), code
        case _:
            raise Problem(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")


def _told(incident: Incident) -> dict[str, Any]:
    return {
        "code": incident.code,
        "at": incident.at.isoformat(),
        "endpoint": incident.endpoint,
        "client_id": incident.client_id,
        "reason": incident.reason,
        "expected": incident.expected,
        "received": incident.received,
    }
