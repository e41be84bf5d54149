"""Permissions to register applications in the API: initial access tokens (RFC 7591, 3), told once."""

from typing import Any

from flask import Response, jsonify, make_response

from idp.relying_parties.invitations import Issued, Wish
from idp.store.models import InitialAccessToken
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.moments import read_moment
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services

_LISTS = ("scopes", "profiles", "grant_types", "redirect_hosts")


def list_tokens() -> Response:
    """Those that can be used, and those that lately could; no token is told."""
    size = limit()
    return jsonify(page(after(services().client_desk.invitations.all(), _mark, size), size, _told, _mark))


def issue_token() -> Response:
    """Give a permission."""
    sent = body([*_LISTS, "uses", "until", "note"], ["note"])
    issued = services().client_desk.invitations.issue(_wish(sent), operator_id=program().id)
    if not isinstance(issued, Issued):
        faults = [{"member": each.member, "sentence": each.sentence} for each in issued.faults]
        refuse(422, "bad-registration", issued.faults[0].sentence, faults=faults)
    return make_response(jsonify({**_told(issued.invitation), "token": issued.token}), 201)


def revoke_token(token_id: str) -> Response:
    """Take a permission back; what was registered with it stays."""
    invitations = services().client_desk.invitations
    found = next((each for each in invitations.all() if each.id == token_id), None)
    if found is None:
        refuse(404, "not-found", "There is no such permission.")
    if not invitations.revoke(token_id, operator_id=program().id):
        refuse(409, "not-now", "It is used up, over, or was taken back before.")
    return jsonify(_told(found))


def _wish(sent: dict[str, Any]) -> Wish:
    lists = {name: _texts(sent, name) for name in _LISTS}
    note, uses, until = sent["note"], sent.get("uses", 1), sent.get("until")
    if not isinstance(note, str) or not note.strip():
        refuse(422, "bad-member", "note must say whom it is for.")
    if not isinstance(uses, int) or isinstance(uses, bool):
        refuse(422, "bad-member", "uses must be a number.")
    return Wish(
        **lists,
        uses=uses,
        until=read_moment(until, "until") if until is not None else None,
        note=note.strip(),
    )


def _texts(sent: dict[str, Any], name: str) -> tuple[str, ...]:
    found = sent.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        refuse(422, "bad-member", f"{name} must be a list of text.")
    return tuple(found)


def _told(invitation: InitialAccessToken) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "note": invitation.note,
        "state": services().client_desk.invitations.state(invitation),
        **{name: list(invitation.policy.get(name, ())) for name in _LISTS},
        "uses": invitation.uses,
        "uses_left": invitation.uses_left,
        "created_by": invitation.created_by,
        "created_at": invitation.created_at.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
    }


def _mark(invitation: InitialAccessToken) -> str:
    return invitation.id
