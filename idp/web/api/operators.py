"""Operators in the API: read, moved, reset, shut out and let back in. A personnel directory keeps them, by SCIM."""

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, make_response

from idp.audit.events.admin import OperatorDenied
from idp.operators.change_requests import Kind
from idp.operators.directory import NotDone
from idp.operators.handling import TOP, Refusal
from idp.operators.machine_rights import StandIn
from idp.operators.rights import Right
from idp.operators.roster import promotion
from idp.store.models import Operator
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.matching import matched
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.api.requests import told_request
from idp.web.current import services
from idp.web.unit_of_work import settle_only

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
    return _one(_the_operator(operator_id))


def move_operator(operator_id: str) -> Response:
    """Give another role or unit; the role of a province administrator is asked for, and people decide."""
    operator = _the_operator(operator_id, Right.CHANGE_OPERATORS)
    version = matched(operator.version, "operator")
    sent = body(("role", "unit"))
    if not isinstance(sent.get("role", ""), str) or not isinstance(sent.get("unit"), str | None):
        refuse(422, "bad-member", "role must be a text, and unit a text or null.")
    role, unit = sent.get("role", operator.role), sent.get("unit", operator.unit) or ""
    refusal = services().operator_desk.roster.move(program().stand_in, operator, role, unit, version)
    if refusal is Refusal.SECOND_PERSON:
        return _asked_for(operator)
    if refusal is Refusal.OVERTAKEN:
        refuse(412, "overtaken", "The operator was changed meanwhile: read it again.")
    if refusal is not None:
        raise refused(refusal, operator.id)
    return _one(operator)


def reset_factor(operator_id: str) -> Response:
    """Take somebody's second factors away, and send a link to set up a new one."""
    # A directory may change where that link goes (SCIM): one program alone must not get at the highest role.
    if _the_operator(operator_id, Right.CHANGE_OPERATORS).role == TOP:
        raise refused(
            Refusal.SECOND_PERSON, operator_id, "A province administrator's factor is reset by people."
        )
    return _done(operator_id, services().operator_desk.roster.reset_factor)


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


def refused(why: Refusal | NotDone, about: str | None = None, detail: str = "") -> Problem:
    """How a refusal is told; one about rights leaves a record.

    Args:
        why: The refusal.
        about: The operator it is about.
        detail: What is said instead of the usual sentence.
    """
    if isinstance(why, NotDone):
        is_reach = why is NotDone.OUT_OF_REACH
        status, kind, usual = 403, "out-of-reach" if is_reach else "needs-people", why.value
    else:
        status, kind, usual = _SENTENCES[why]
    if status == 403:
        note_denial(Right.CHANGE_OPERATORS, about)
    return Problem(status, kind, detail or usual)


def note_denial(right: Right, about: str | None) -> None:
    """Leave a record that a program wanted what it may not."""
    caller = program()
    denied = OperatorDenied(operator_id=caller.id, right=right, client_id=caller.client_id, about=about)
    settle_only(lambda: services().audit.record(denied))


def _asked_for(operator: Operator) -> Response:
    requests = services().change_requests
    if requests.open([Kind.OPERATOR_ROLE], operator.id):
        refuse(409, "not-now", "This has been asked for already and waits for people.")
    asked = requests.ask(Kind.OPERATOR_ROLE, asked_by=program().id, **promotion(operator))
    return make_response(jsonify({"request": told_request(asked)}), 202)


def _done(operator_id: str, act: Callable[[StandIn, Operator], Refusal | NotDone | None]) -> Response:
    operator = _the_operator(operator_id, Right.CHANGE_OPERATORS)
    refusal = act(program().stand_in, operator)
    if refusal is not None:
        raise refused(refusal, operator.id)
    return _one(operator)


def _the_operator(operator_id: str, right: Right = Right.SEE_OPERATORS) -> Operator:
    desk, caller = services().operator_desk, program()
    found = desk.roster.find(caller.stand_in, operator_id)
    if found is None:
        if desk.accounts.find(operator_id) is not None:
            note_denial(right, operator_id)
        refuse(404, "not-found", "There is no such operator.")
    return found


def _one(operator: Operator) -> Response:
    response = jsonify(_told(operator))
    response.set_etag(str(operator.version))
    return response


def _told(operator: Operator) -> dict[str, Any]:
    names = ("id", "username", "role", "unit", "state", "version")
    return {**{name: getattr(operator, name) for name in names}, "enrolled": operator.is_enrolled}


def _mark(operator: Operator) -> str:
    return operator.id
