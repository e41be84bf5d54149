"""Versions of a registration in the API: told, and gone back to."""

from flask import Response, jsonify

from idp.operators.rights import Right
from idp.web.api.clients import the_actor, the_client, the_editable, the_reason, told_saved
from idp.web.api.matching import matched
from idp.web.api.problems import refuse
from idp.web.current import services

_DIGITS = 9


def list_versions(client_id: str) -> Response:
    """Every version of a registration, the latest first."""
    client = the_client(client_id, Right.SEE_CLIENTS)
    found = services().client_changes.history.all(client)
    told = [
        {
            "version": each.number,
            "at": each.at.isoformat(),
            "by": each.act.operator_id or each.act.by,
            "why": each.act.why,
            "document": each.document,
        }
        for each in found
    ]
    return jsonify({"items": told, "next": None})


def restore_version(client_id: str, number: str) -> Response:
    """Go back to an earlier version, by the same rules as any other change."""
    client = the_editable(client_id)
    version = matched(client.version, "application")
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) <= _DIGITS else 0
    changes = services().client_changes
    if wanted not in {each.number for each in changes.history.all(client)}:
        refuse(404, "not-found", "There is no such version.")
    why = the_reason() or f"Back to version {wanted}"
    return told_saved(client, changes.restore(client, wanted, version, the_actor(client), why))
