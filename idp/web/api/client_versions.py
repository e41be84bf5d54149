"""The history of a registration in the API: its versions, told and gone back to, and what was done to it."""

from flask import Response, jsonify

from idp.operators.rights import Right
from idp.web.admin.client import AREAS
from idp.web.api.audit import told_event
from idp.web.api.clients import the_actor, the_client, the_editable, the_reason, told_saved
from idp.web.api.matching import matched
from idp.web.api.paging import cursor, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services

_DIGITS = 9
_LAST = 2**62


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


def list_acts(client_id: str) -> Response:
    """Everything that was done to a registration, the latest first, as the console's page of it shows."""
    client, size, last = the_client(client_id, Right.SEE_CLIENTS), limit(), cursor()
    if last is not None and not (isinstance(last, int) and 0 < last < _LAST):
        refuse(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")
    found = services().audit_records.acts(AREAS, most=size + 1, before=last, client_id=client.client_id)
    return jsonify(page(found, size, told_event, lambda each: each.id))


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
