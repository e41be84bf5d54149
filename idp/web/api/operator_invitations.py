"""Invitations of operators in the API: sent, listed, and taken back before anybody has followed them."""

from typing import Any

from flask import Response, jsonify, make_response

from idp.operators.handling import Refusal
from idp.operators.inviting import Wish
from idp.operators.rights import Right
from idp.store.models import OperatorEnrolment
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.operators import note_denial, refused
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services

_MEMBERS = ("address", "role", "unit", "language")


def list_invitations() -> Response:
    """Those that nobody has followed yet; to which address each went is for people."""
    size = limit()
    seen = [link for link, _address in services().operator_desk.inviting.seen_by(program().stand_in)]
    return jsonify(page(after(seen, _mark, size), size, _told, _mark))


def invite_operator() -> Response:
    """Send somebody a link to an account."""
    sent = body(_MEMBERS, ("address", "role"))
    if wrong := [name for name, value in sent.items() if not isinstance(value, str)]:
        refuse(422, "bad-member", f"{wrong[0]} must be a text.")
    caller = program()
    unit = sent.get("unit", "") if caller.acts_for_all else caller.unit
    made = services().operator_desk.inviting.invite(
        caller.stand_in, Wish(sent["address"], sent["role"], unit, sent.get("language", "vi"))
    )
    if isinstance(made, Refusal):
        raise refused(made)
    return make_response(jsonify(_told(made)), 201)


def revoke_invitation(invitation_id: str) -> Response:
    """End an invitation that was not used yet."""
    inviting = services().operator_desk.inviting
    found = {link.id: link for link, _address in inviting.seen_by(program().stand_in)}.get(invitation_id)
    if found is None:
        if inviting.is_there(invitation_id):
            note_denial(Right.CHANGE_OPERATORS, None)
        refuse(404, "not-found", "There is no such invitation, or it was followed or taken back.")
    refusal = inviting.revoke(program().stand_in, invitation_id)
    if refusal is not None:
        raise refused(refusal)
    return make_response("", 204)


def _told(link: OperatorEnrolment) -> dict[str, Any]:
    return {"id": link.id, "role": link.role, "unit": link.unit, "expires_at": link.expires_at.isoformat()}


def _mark(link: OperatorEnrolment) -> str:
    return link.id
