"""SCIM 2.0 over HTTP: operators are added, changed and shut out by a personnel directory (RFC 7644, 3)."""

from typing import Any, NoReturn

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import HTTPException

from idp.audit.events.admin import OperatorDenied
from idp.operators.directory import Entry, NotDone
from idp.operators.machine_rights import Program
from idp.operators.rights import Right, Role
from idp.store.models import Operator
from idp.web.api.door import SCIM_PATH, demand, program
from idp.web.current import services
from idp.web.scim.answers import base, body, listed, one_of, refused, told, uncached
from idp.web.scim.attributes import changes_of
from idp.web.scim.discovery import resource_types, schemas, service_provider_config
from idp.web.scim.errors import ScimError
from idp.web.scim.filters import read_filter
from idp.web.scim.patches import patched
from idp.web.scim.questions import asked
from idp.web.scim.users import directory, document, location, meant, projected, version
from idp.web.unit_of_work import roll_back, settle

blueprint = Blueprint("scim", __name__, url_prefix=SCIM_PATH)

_REFUSED: dict[NotDone, tuple[int, str | None]] = {
    NotDone.OUT_OF_REACH: (403, None),
    NotDone.SECOND_PERSON: (403, "mutability"),
    NotDone.BY_PEOPLE: (403, "mutability"),
    NotDone.LAST_ADMINISTRATOR: (403, "mutability"),
    NotDone.TAKEN_NAME: (409, "uniqueness"),
    NotDone.TAKEN_ADDRESS: (409, "uniqueness"),
    NotDone.TAKEN_EXTERNAL_ID: (409, "uniqueness"),
    NotDone.OVERTAKEN: (412, None),
}
"""The others are values that cannot be kept."""

_OF_RIGHTS = (NotDone.OUT_OF_REACH, NotDone.SECOND_PERSON, NotDone.BY_PEOPLE)


@blueprint.get("/ServiceProviderConfig")
def config() -> Response:
    """What is supported."""
    return told(service_provider_config(base()))


@blueprint.get("/ResourceTypes")
def types() -> Response:
    """The kinds of resources."""
    return listed(resource_types(base()))


@blueprint.get("/ResourceTypes/<name>")
def type_(name: str) -> Response:
    """One kind of resource."""
    return one_of(resource_types(base()), name)


@blueprint.get("/Schemas")
def every_schema() -> Response:
    """What resources look like."""
    return listed(schemas(base()))


@blueprint.get("/Schemas/<name>")
def one_schema(name: str) -> Response:
    """One schema."""
    return one_of(schemas(base()), name)


@blueprint.get("/Users")
def every() -> Response:
    """The users a filter means (RFC 7644, 3.4.2)."""
    caller, question = _caller(), asked()
    terms = read_filter(question.filter) if question.filter is not None else []
    found = meant(directory().seen_by(caller.stand_in), terms)
    page = [
        projected(document(each), question.only, question.without)
        for each in found[question.start - 1 :][: question.most]
    ]
    return listed(page, total=len(found), start=question.start)


@blueprint.post("/Users/.search")
def search() -> Response:
    """The users a filter means that stands in the body, not in the address (RFC 7644, 3.4.3)."""
    return every()


@blueprint.post("/Users")
def create() -> Response:
    """Make an account; the link to enrol goes out by mail (RFC 7644, 3.3)."""
    caller, changes = _caller(), changes_of(body())
    if "username" not in changes:
        raise ScimError(400, "userName is needed.", "invalidValue")
    usual = {
        "address": None,
        "role": Role.UNIT_DEVELOPER.value,
        "unit": None if caller.acts_for_all else caller.unit or None,
    }
    made = directory().add(caller.stand_in, Entry(**{**usual, **changes}))
    if isinstance(made, NotDone):
        _refuse(made)
    answer = _resource(made, 201)
    answer.headers["Location"] = location(made)
    return answer


@blueprint.get("/Users/<operator_id>")
def read(operator_id: str) -> Response:
    """One user."""
    operator = _the_operator(operator_id)
    if request.if_none_match.contains_weak(str(operator.version)):
        return make_response("", 304)
    return _resource(operator)


@blueprint.put("/Users/<operator_id>")
def put(operator_id: str) -> Response:
    """Say anew what a user is; what is left out stays as it is (RFC 7644, 3.5.1)."""
    operator = _the_operator(operator_id, is_changed=True)
    return _changed(operator, _replaced(directory().entry(operator), changes_of(body())))


@blueprint.patch("/Users/<operator_id>")
def patch(operator_id: str) -> Response:
    """Change a user (RFC 7644, 3.5.2)."""
    operator = _the_operator(operator_id, is_changed=True)
    return _changed(operator, patched(directory().entry(operator), body()))


@blueprint.delete("/Users/<operator_id>")
def delete(operator_id: str) -> Response:
    """Remove a user: sessions end at once, and the name is free again (RFC 7644, 3.6)."""
    operator = _the_operator(operator_id, is_changed=True)
    refusal = directory().remove(_caller().stand_in, operator)
    if refusal is not None:
        _refuse(refusal, operator)
    return make_response("", 204)


blueprint.register_error_handler(HTTPException, refused)
blueprint.after_request(uncached)


def _caller() -> Program:
    demand(Right.CHANGE_OPERATORS)
    return program()


def _the_operator(operator_id: str, *, is_changed: bool = False) -> Operator:
    caller = _caller()
    operator = directory().find(caller.stand_in, operator_id)
    if operator is None:
        if services().operator_desk.accounts.find(operator_id) is not None:
            _note_denial(operator_id)
        raise ScimError(404, "There is no such user.")
    if is_changed and request.if_match and not request.if_match.contains_weak(str(operator.version)):
        raise ScimError(412, NotDone.OVERTAKEN.value)
    return operator


def _changed(operator: Operator, entry: Entry) -> Response:
    refusal = directory().change(_caller().stand_in, operator, entry)
    if refusal is not None:
        _refuse(refusal, operator)
    return _resource(operator)


def _replaced(entry: Entry, changes: dict[str, Any]) -> Entry:
    return Entry(**{**vars(entry), **changes})


def _refuse(why: NotDone, operator: Operator | None = None) -> NoReturn:
    """Refuse, and leave a record of it where it was about rights.

    Raises:
        ScimError: Always.
    """
    about = operator.id if operator is not None else None
    roll_back()
    if why in _OF_RIGHTS:
        _note_denial(about)
    status, kind = _REFUSED.get(why, (400, "invalidValue"))
    raise ScimError(status, why.value, kind)


def _note_denial(about: str | None) -> None:
    caller = program()
    denied = OperatorDenied(
        operator_id=caller.id, right=Right.CHANGE_OPERATORS, client_id=caller.client_id, about=about
    )
    services().audit.record(denied)
    settle()  # the refusal's answer rolls back what is not kept yet


def _projected(operator: Operator) -> dict[str, Any]:
    wanted = request.args
    return projected(document(operator), wanted.get("attributes"), wanted.get("excludedAttributes"))


def _resource(operator: Operator, status: int = 200) -> Response:
    answer = told(_projected(operator), status)
    answer.headers["ETag"] = version(operator)
    return answer
