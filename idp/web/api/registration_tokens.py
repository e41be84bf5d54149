"""Permissions to register applications in the API: seen and taken back. Only people give one.

What registers itself with one is live at once (RFC 7591, 3): giving it is as good as approving.
"""

from typing import Any

from flask import Response, jsonify

from idp.store.models import InitialAccessToken
from idp.web.api.door import program
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services

_LISTS = ("scopes", "profiles", "grant_types", "redirect_hosts")


def list_tokens() -> Response:
    """Those that can be used, and those that lately could; no token is told."""
    size = limit()
    return jsonify(page(after(services().client_desk.invitations.all(), _mark, size), size, _told, _mark))


def revoke_token(token_id: str) -> Response:
    """Take a permission back; what was registered with it stays."""
    invitations = services().client_desk.invitations
    found = next((each for each in invitations.all() if each.id == token_id), None)
    if found is None:
        refuse(404, "not-found", "There is no such permission.")
    if not invitations.revoke(token_id, operator_id=program().id):
        refuse(409, "not-now", "It is used up, over, or was taken back before.")
    return jsonify(_told(found))


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
