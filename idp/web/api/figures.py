"""The figures of the first page, in the API."""

from typing import Any

from flask import Response, jsonify, request

from idp.operators.rights import Right
from idp.watching import figures
from idp.watching.figures import Overview, Slot
from idp.watching.pulse import ANSWERED, MISCONFIGURED, SILENT
from idp.web.api.problems import refuse
from idp.web.api.reach import own_clients
from idp.web.current import services

_PERIODS = ("1", "7", "30")


def get_figures() -> Response:
    """What was counted: everywhere, or at the caller's applications."""
    days = request.args.get("days", "7")
    if days not in _PERIODS:
        refuse(400, "bad-parameter", f"days must be one of {', '.join(_PERIODS)}.")
    clients = own_clients(Right.SEE_OVERVIEW)
    counted = services().watch.figures.overview(int(days), clients)
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
        **(_of_no_application(counted) if clients is None else {}),
    }
    return jsonify(told)


def _of_no_application(counted: Overview) -> dict[str, Any]:
    """The register, hour by hour and in the running one, and what waits to be sent."""
    return {
        "register": [{"start": each.start.isoformat(), **_register(each)} for each in counted.register],
        "queues": [
            {
                "kind": queue.kind,
                "waiting": queue.waiting,
                "oldest": queue.oldest.isoformat() if queue.oldest else None,
                "given_up": queue.given_up,
            }
            for queue in services().watch.live.queues()
        ],
    }


def _register(slot: Slot) -> dict[str, int]:
    return {"answered": slot.of(ANSWERED), "silent": slot.of(SILENT), "misconfigured": slot.of(MISCONFIGURED)}


def _slot(slot: Slot) -> dict[str, Any]:
    return {
        "start": slot.start.isoformat(),
        "succeeded": slot.of(figures.SUCCEEDED),
        "refused": slot.of(figures.REFUSED),
        "accounts": slot.of(figures.OPENED),
    }
