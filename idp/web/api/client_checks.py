"""What the servers of an application answer, now, in the API."""

from typing import Any

from flask import Response, jsonify

from idp.operators.rights import Right
from idp.relying_parties.member_checks import CHECKED, Found
from idp.web.admin.member_check import MOST, PERIOD
from idp.web.api.clients import the_client
from idp.web.api.door import program
from idp.web.api.problems import Problem
from idp.web.current import services
from idp.web.unit_of_work import settle


def list_checks(client_id: str) -> Response:
    """Ask each address that is registered, and tell what came."""
    client = the_client(client_id, Right.SEE_CLIENTS)
    asked = {name: str(client.metadata_[name]) for name in CHECKED if client.metadata_.get(name)}
    items = [
        {"member": name, "address": address, "found": [_told(each) for each in _look(name, address)]}
        for name, address in asked.items()
    ]
    return jsonify({"items": items, "next": None})


def _look(member: str, address: str) -> tuple[Found, ...]:
    if not services().throttle.take(f"member-check:{program().id}", MOST, PERIOD):
        wait = str(int(PERIOD.total_seconds()))
        detail = f"{MOST} connections in {wait} seconds are the most."
        raise Problem(429, "too-many-calls", detail, {"Retry-After": wait})
    settle()  # nobody else waits for the database while we wait for the other side
    return services().member_checks.look(member, address)


def _told(found: Found) -> dict[str, Any]:
    return {"finding": found.finding, "verdict": found.verdict, "detail": found.detail}
