"""The figures of the first page, in the API."""

from typing import Any

from flask import Response, jsonify, request

from idp.operators.rights import Right
from idp.watching import figures
from idp.watching.figures import Slot
from idp.web.api.problems import refuse
from idp.web.api.reach import own_clients
from idp.web.current import services

_PERIODS = ("1", "7", "30")


def get_figures() -> Response:
    """What was counted: everywhere, or at the caller's applications."""
    days = request.args.get("days", "7")
    if days not in _PERIODS:
        refuse(400, "bad-parameter", f"days must be one of {', '.join(_PERIODS)}.")
    counted = services().watch.figures.overview(int(days), own_clients(Right.SEE_OVERVIEW))
    told = {
        "counted_at": counted.counted_at.isoformat() if counted.counted_at else None,
        "success_rate": counted.success_rate,
        "hours": [_slot(each) for each in counted.hours],
        "days": [_slot(each) for each in counted.days],
        "details": {name: dict(counts) for name, counts in counted.details.items()},
        "clients": [
            {
                "client_id": each.client_id,
                "succeeded": each.succeeded,
                "refused": each.refused,
                "entered": each.entered,
                "not_told": each.not_told,
            }
            for each in counted.clients
        ],
    }
    return jsonify(told)


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "start": slot.start.isoformat(),
        "succeeded": slot.of(figures.SUCCEEDED),
        "refused": slot.of(figures.REFUSED),
        "accounts": slot.of(figures.OPENED),
    }
