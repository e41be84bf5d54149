"""Secrets of applications in the API: told once, replaced with an overlap, revoked one by one."""

from datetime import timedelta
from typing import Any

from flask import Response, jsonify, make_response

from idp.operators.rights import Right
from idp.relying_parties.secret_rotation import LONGEST_OVERLAP, NotRotated
from idp.relying_parties.secrets import KeptSecret
from idp.web.api.bodies import body
from idp.web.api.clients import the_client, the_editable
from idp.web.api.door import program
from idp.web.api.problems import Problem, refuse
from idp.web.current import services, settings


def list_secrets(client_id: str) -> Response:
    """Which secrets work, until when, and when each was last shown; none of them is told."""
    client = the_client(client_id, Right.SEE_CLIENTS)
    uses = services().client_desk.secret_uses.of(client.client_id)
    live = services().client_desk.secrets.live(client)
    items = [
        {**_told(each), "last_used_on": uses[each.id].isoformat() if each.id in uses else None}
        for each in live
    ]
    return jsonify({"items": items, "next": None})


def rotate_secret(client_id: str) -> Response:
    """A new secret; the older ones go on for the overlap."""
    client = the_editable(client_id)
    days = body(["overlap_days"]).get("overlap_days", settings().secret_overlap.days)
    if not isinstance(days, int) or isinstance(days, bool) or not 0 <= days <= LONGEST_OVERLAP.days:
        refuse(422, "bad-member", f"overlap_days must be a number from 0 to {LONGEST_OVERLAP.days}.")
    outcome = services().client_desk.rotation.rotate(
        client.client_id, timedelta(days=days), operator_id=program().id
    )
    if isinstance(outcome, NotRotated):
        raise _refused(outcome)
    told = {
        **_told(outcome.kept),
        "client_secret": outcome.secret,
        "older": [_told(each) for each in outcome.older],
    }
    return make_response(jsonify(told), 201)


def revoke_secret(client_id: str, secret_id: str) -> Response:
    """End one secret at once."""
    client = the_editable(client_id)
    outcome = services().client_desk.rotation.revoke(client.client_id, secret_id, operator_id=program().id)
    if isinstance(outcome, NotRotated):
        raise _refused(outcome)
    return make_response("", 204)


def _told(secret: KeptSecret) -> dict[str, Any]:
    return {
        "id": secret.id,
        "hint": secret.hint,
        "created_at": secret.created_at.isoformat(),
        "expires_at": secret.expires_at.isoformat() if secret.expires_at else None,
    }


def _refused(why: NotRotated) -> Problem:
    match why:
        case NotRotated.WITHOUT_SECRETS:
            return Problem(409, "not-now", "This application has no secrets.")
        case NotRotated.LAST_ONE:
            return Problem(409, "not-now", "This is the last secret: make a new one first.")
        case _:
            return Problem(409, "overtaken", "Somebody else has just changed this application. Try again.")
