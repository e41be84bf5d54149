"""Notices of signing out on their way to applications, in the API."""

from typing import Any

from flask import Response, jsonify, make_response, request

from idp.audit.events.admin import LogoutDeliveryRetried
from idp.operators.rights import Right
from idp.store.models import DeliveryState, OutboxEntry
from idp.web.api.door import program
from idp.web.api.paging import cursor, limit, page
from idp.web.api.problems import refuse
from idp.web.api.reach import own_clients
from idp.web.current import services


def list_deliveries() -> Response:
    """The deliveries to the caller's applications, the latest first."""
    size, last = limit(), cursor()
    if last is not None and not isinstance(last, str):
        refuse(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")
    state = request.args.get("state")
    if state is not None and state not in {*DeliveryState}:
        refuse(400, "bad-parameter", f"state must be one of {', '.join(DeliveryState)}.")
    found = services().logouts.report.page(
        state=state,
        client_id=request.args.get("client_id"),
        before=last,
        most=size + 1,
        among=own_clients(Right.SEE_DELIVERIES),
    )
    return jsonify(page(found.entries, size, _told, lambda each: each.id))


def deliver_again(delivery_id: str) -> Response:
    """Try once more what was given up, for a day."""
    entry = services().logouts.report.find(delivery_id)
    client = services().clients.find(entry.client_id) if entry and entry.client_id else None
    if entry is None or client is None or not program().may(Right.RETRY_DELIVERIES, client):
        refuse(404, "not-found", "There is no such delivery.")
    if not services().logouts.queue.tell_again(entry):
        refuse(409, "not-now", "It is under way, or the session is not kept any more.")
    retried = LogoutDeliveryRetried(
        client_id=client.client_id,
        session_id=entry.group_id or "",
        delivery_id=entry.id,
        operator_id=program().id,
    )
    services().audit.record(retried)
    return make_response(jsonify(_told(entry)), 202)


def _told(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "client_id": entry.client_id,
        "state": entry.state,
        "created_at": entry.created_at.isoformat(),
        "tries": [
            {"attempt": each.attempt, "at": each.at.isoformat(), "reason": each.reason}
            for each in entry.tried
        ],
    }
