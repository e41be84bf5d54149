"""SCIM 2.0 over HTTP: operators are added, changed and shut out by a personnel directory (RFC 7644, 3)."""

import json
from typing import Any, NoReturn

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import HTTPException

from idp.audit.events.admin import OperatorDenied
from idp.operators.directory import Entry, NotDone
from idp.operators.machine_rights import Program
from idp.operators.rights import Right, Role
from idp.store.models import Operator
from idp.web.api.bodies import read_object
from idp.web.api.door import SCIM_PATH, demand, program
from idp.web.current import services
from idp.web.scim.attributes import changes_of
from idp.web.scim.discovery import MOST, resource_types, schemas, service_provider_config
from idp.web.scim.errors import MEDIA_TYPE, ScimError, as_response
from idp.web.scim.filters import read_filter
from idp.web.scim.patches import patched
from idp.web.scim.users import LIST, directory, document, location, meant, projected, version
from idp.web.unit_of_work import roll_back, settle

blueprint = Blueprint("scim", __name__, url_prefix=SCIM_PATH)

_USUAL = 100
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
    return _told(service_provider_config(_base()))


@blueprint.get("/ResourceTypes")
def types() -> Response:
    """The kinds of resources."""
    return _listed(resource_types(_base()))


@blueprint.get("/ResourceTypes/<name>")
def type_(name: str) -> Response:
    """One kind of resource."""
    return _one_of(resource_types(_base()), name)


@blueprint.get("/Schemas")
def every_schema() -> Response:
    """What resources look like."""
    return _listed(schemas(_base()))


@blueprint.get("/Schemas/<name>")
def one_schema(name: str) -> Response:
    """One schema."""
    return _one_of(schemas(_base()), name)


@blueprint.get("/Users")
def every() -> Response:
    """The users a filter means (RFC 7644, 3.4.2)."""
    caller = _caller()
    text = request.args.get("filter")
    found = meant(directory().seen_by(caller.stand_in), read_filter(text) if text is not None else [])
    start, count = max(_number("startIndex", 1), 1), min(max(_number("count", _USUAL), 0), MOST)
    page = [_projected(each) for each in found[start - 1 :][:count]]
    return _listed(page, total=len(found), start=start)


@blueprint.post("/Users")
def create() -> Response:
    """Make an account; the link to enrol goes out by mail (RFC 7644, 3.3)."""
    caller, changes = _caller(), changes_of(_body())
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
    return _changed(operator, _replaced(directory().entry(operator), changes_of(_body())))


@blueprint.patch("/Users/<operator_id>")
def patch(operator_id: str) -> Response:
    """Change a user (RFC 7644, 3.5.2)."""
    operator = _the_operator(operator_id, is_changed=True)
    return _changed(operator, patched(directory().entry(operator), _body()))


@blueprint.delete("/Users/<operator_id>")
def delete(operator_id: str) -> Response:
    """Remove a user: sessions end at once, and the name is free again (RFC 7644, 3.6)."""
    operator = _the_operator(operator_id, is_changed=True)
    refusal = directory().remove(_caller().stand_in, operator)
    if refusal is not None:
        _refuse(refusal, operator)
    return make_response("", 204)


@blueprint.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """A refusal in the form of RFC 7644, 3.12."""
    roll_back()
    return as_response(error)


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """Answers belong to nobody's cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


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


def _body() -> dict[str, Any]:
    if request.mimetype not in (MEDIA_TYPE, "application/json"):
        raise ScimError(415, f"Send {MEDIA_TYPE}.")
    found = read_object()
    if found is None:
        raise ScimError(400, "The body must be one JSON object, no name twice, no NUL.", "invalidSyntax")
    return found


def _number(name: str, usual: int) -> int:
    text = request.args.get(name)
    if text is None:
        return usual
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise ScimError(400, f"{name} is a whole number.", "invalidValue")
    return int(text)


def _projected(operator: Operator) -> dict[str, Any]:
    asked = request.args
    return projected(document(operator), asked.get("attributes"), asked.get("excludedAttributes"))


def _resource(operator: Operator, status: int = 200) -> Response:
    answer = _told(_projected(operator), status)
    answer.headers["ETag"] = version(operator)
    return answer


def _listed(resources: list[dict[str, Any]], total: int | None = None, start: int = 1) -> Response:
    if total is None and "filter" in request.args:
        raise ScimError(403, "This list cannot be filtered.")
    return _told(
        {
            "schemas": [LIST],
            "totalResults": len(resources) if total is None else total,
            "startIndex": start,
            "itemsPerPage": len(resources),
            "Resources": resources,
        }
    )


def _one_of(documents: list[dict[str, Any]], name: str) -> Response:
    found = next((each for each in documents if each["id"].lower() == name.lower()), None)
    if found is None:
        raise ScimError(404, "There is no such resource.")
    return _told(found)


def _told(content: dict[str, Any], status: int = 200) -> Response:
    answer = make_response(json.dumps(content, ensure_ascii=False), status)
    answer.mimetype = MEDIA_TYPE
    return answer


def _base() -> str:
    return services().provider.issuer + SCIM_PATH
