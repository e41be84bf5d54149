"""Operators in the API: read, invited, shut out and let back in. A personnel directory keeps them through SCIM."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, make_response

from idp.audit.events.admin import OperatorDenied
from idp.operators.directory import NotDone
from idp.operators.handling import Refusal
from idp.operators.inviting import Wish
from idp.operators.machine_rights import StandIn
from idp.operators.rights import Right
from idp.store.models import Operator
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.current import services
from idp.web.unit_of_work import settle

_MEMBERS = ("address", "role", "unit", "language")
_SENTENCES: dict[Refusal, tuple[int, str, str]] = {
    Refusal.NOT_YOURS: (403, "out-of-reach", "This program may not do this with this operator."),
    Refusal.SECOND_PERSON: (403, "needs-people", "A province administrator is made by two people."),
    Refusal.LAST_ADMINISTRATOR: (409, "not-now", "This is the last province administrator."),
    Refusal.NO_ADDRESS: (409, "not-now", "This operator has no mail address."),
    Refusal.TAKEN: (409, "not-now", "There is an account already that somebody has enrolled."),
    Refusal.BAD_ADDRESS: (422, "bad-operator", "address must be a mail address."),
    Refusal.BAD_ROLE: (422, "bad-operator", "There is no such role, or this program may not give it."),
    Refusal.BAD_UNIT: (422, "bad-operator", "There is no such unit, or nobody may be put into it."),
    Refusal.OVERTAKEN: (409, "overtaken", "Somebody else has just changed this operator. Try again."),
}


def list_operators() -> Response:
    """The operators the caller may see, without what only they should know."""
    size = limit()
    seen = services().operator_desk.roster.seen_by(program().stand_in)
    return jsonify(page(after(seen, _mark, size), size, _told, _mark))


def get_operator(operator_id: str) -> Response:
    """One operator."""
    return jsonify(_told(_the_operator(operator_id)))


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
        raise _refused(made)
    told = {"id": made.id, "role": made.role, "unit": made.unit, "expires_at": made.expires_at.isoformat()}
    return make_response(jsonify(told), 201)


def invite_again(operator_id: str) -> Response:
    """Send the link again to an account that nobody has enrolled yet."""
    return _done(operator_id, services().operator_desk.directory.invite)


def suspend_operator(operator_id: str) -> Response:
    """Shut somebody out; their sessions end at once."""
    return _done(operator_id, services().operator_desk.roster.suspend)


def resume_operator(operator_id: str) -> Response:
    """Let somebody in again."""
    return _done(operator_id, services().operator_desk.directory.let_back_in)


def end_sessions(operator_id: str) -> Response:
    """End every session of an operator."""
    return _done(operator_id, services().operator_desk.roster.end_sessions)


def _done(operator_id: str, act: Callable[[StandIn, Operator], Refusal | NotDone | None]) -> Response:
    operator = _the_operator(operator_id, Right.CHANGE_OPERATORS)
    refusal = act(program().stand_in, operator)
    if refusal is not None:
        raise _refused(refusal, operator.id)
    return jsonify(_told(operator))


def _the_operator(operator_id: str, right: Right = Right.SEE_OPERATORS) -> Operator:
    desk, caller = services().operator_desk, program()
    found = desk.roster.find(caller.stand_in, operator_id)
    if found is None:
        if desk.accounts.find(operator_id) is not None:
            _note_denial(right, operator_id)
        refuse(404, "not-found", "There is no such operator.")
    return found


def _refused(why: Refusal | NotDone, about: str | None = None) -> Problem:
    if isinstance(why, NotDone):
        is_reach = why is NotDone.OUT_OF_REACH
        status, kind, detail = 403, "out-of-reach" if is_reach else "needs-people", why.value
    else:
        status, kind, detail = _SENTENCES[why]
    if status == 403:
        _note_denial(Right.CHANGE_OPERATORS, about)
    return Problem(status, kind, detail)


def _note_denial(right: Right, about: str | None) -> None:
    caller = program()
    services().audit.record(
        OperatorDenied(operator_id=caller.id, right=right, client_id=caller.client_id, about=about)
    )
    settle()  # the refusal's answer rolls back what is not kept yet


def _told(operator: Operator) -> dict[str, Any]:
    names = ("id", "username", "role", "unit", "state")
    return {**{name: getattr(operator, name) for name in names}, "enrolled": operator.is_enrolled}


def _mark(operator: Operator) -> str:
    return operator.id
