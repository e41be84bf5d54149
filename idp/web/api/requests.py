"""What waits for a second person, in the API. Deciding takes people."""

from typing import Any

from flask import Response, jsonify, request

from idp.operators.change_requests import Kind, NotDecided
from idp.store.models import ChangeRequest
from idp.web.api.door import program
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import refuse
from idp.web.api.reach import sees
from idp.web.current import services

_STATES = ("open", "past")
_MOST_PAST = 1_000
"""Requests that are over and are looked through: each stays readable by its identifier."""


def list_requests() -> Response:
    """What waits for a second person; or what was decided, withdrawn or has expired, the latest first."""
    size, state, kind = limit(), request.args.get("state", "open"), request.args.get("kind")
    if state not in _STATES:
        refuse(400, "bad-parameter", f"state must be one of {', '.join(_STATES)}.")
    if kind is not None and kind not in {*Kind}:
        refuse(400, "bad-parameter", f"kind must be one of {', '.join(Kind)}.")
    desk, kinds = services().change_requests, None if kind is None else [kind]
    found = desk.open(kinds) if state == "open" else desk.past(kinds=kinds, most=_MOST_PAST)
    seen = [each for each in found if _is_seen(each)]
    return jsonify(page(after(seen, _mark, size), size, told_request, _mark))


def get_request(request_id: str) -> Response:
    """One request, decided or not."""
    return jsonify(told_request(_the_request(request_id)))


def withdraw_request(request_id: str) -> Response:
    """Take back what the caller has asked for."""
    done = services().change_requests.withdraw(_the_request(request_id).id, program().id)
    if isinstance(done, NotDecided):
        why = "Only whoever asked may take it back." if done is NotDecided.OWN else "It waits no longer."
        refuse(409, "not-now", why)
    return jsonify(told_request(done))


def told_request(asked: ChangeRequest) -> dict[str, Any]:
    """A request as the API tells it."""
    return {
        "id": asked.id,
        "kind": asked.kind,
        "subject": asked.subject,
        "unit": asked.unit,
        "state": services().change_requests.state_of(asked),
        "before": asked.before,
        "after": asked.after,
        "reason": asked.reason,
        "asked_by": asked.asked_by,
        "asked_at": asked.asked_at.isoformat(),
        "decided_by": asked.decided_by,
        "decided_at": asked.decided_at.isoformat() if asked.decided_at else None,
    }


def _the_request(request_id: str) -> ChangeRequest:
    asked = services().change_requests.find(request_id)
    if asked is None or not _is_seen(asked):
        refuse(404, "not-found", "There is no such request.")
    return asked


def _is_seen(asked: ChangeRequest) -> bool:
    return sees(asked.unit) or asked.asked_by == program().id


def _mark(asked: ChangeRequest) -> str:
    return asked.id
