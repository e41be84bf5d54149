"""Officers over HTTP: added, changed and off-boarded by a personnel directory of the province (RFC 7644, 3)."""

from typing import Any, NoReturn

from flask import Blueprint, Response, make_response, request
from werkzeug.exceptions import HTTPException

from idp.citizens.officers import Entry, NotKept
from idp.operators.machine_rights import Program
from idp.operators.rights import Right
from idp.store.models import Officer
from idp.web.api.door import SCIM_PATH, demand, program
from idp.web.current import services
from idp.web.scim.answers import body, listed, refused, told, uncached
from idp.web.scim.errors import ScimError
from idp.web.scim.filters import read_filter
from idp.web.scim.officers import (
    OFFICER,
    columns_meant,
    document,
    entry_of,
    location,
    patched,
    said,
    version,
)
from idp.web.scim.questions import asked
from idp.web.scim.users import projected
from idp.web.unit_of_work import roll_back

blueprint = Blueprint("scim_officers", __name__, url_prefix=f"{SCIM_PATH}/Officers")
blueprint.register_error_handler(HTTPException, refused)
blueprint.after_request(uncached)

_REFUSED: dict[NotKept, tuple[int, str | None]] = {
    NotKept.TAKEN: (409, "uniqueness"),
    NotKept.OVERTAKEN: (412, None),
    NotKept.OTHER_NUMBER: (400, "mutability"),
}
"""The others are values that cannot be kept."""


@blueprint.get("")
def every() -> Response:
    """The officers a filter means (RFC 7644, 3.4.2)."""
    _caller()
    question = asked()
    which = columns_meant(read_filter(question.filter, OFFICER) if question.filter is not None else [])
    total, page = (
        services().officers.some(which, question.start - 1, question.most) if which is not None else (0, [])
    )
    told = [projected(document(each), question.only, question.without, OFFICER) for each in page]
    return listed(told, total=total, start=question.start)


@blueprint.post("/.search")
def search() -> Response:
    """The officers a filter means that stands in the body, not in the address (RFC 7644, 3.4.3)."""
    return every()


@blueprint.post("")
def create() -> Response:
    """Add an officer (RFC 7644, 3.3)."""
    caller = _caller()
    made = services().officers.add(said(Entry(unit=None), body()), _units(), caller.id)
    if isinstance(made, NotKept):
        _refuse(made)
    answer = _resource(made, 201)
    answer.headers["Location"] = location(made)
    return answer


@blueprint.get("/<officer_id>")
def read(officer_id: str) -> Response:
    """One officer."""
    officer = _the_officer(officer_id)
    if request.if_none_match.contains_weak(str(officer.version)):
        return make_response("", 304)
    return _resource(officer)


@blueprint.put("/<officer_id>")
def put(officer_id: str) -> Response:
    """Say anew what an officer is; what is left out stays as it is (RFC 7644, 3.5.1)."""
    officer = _the_officer(officer_id, is_changed=True)
    return _changed(officer, said(entry_of(officer), body()))


@blueprint.patch("/<officer_id>")
def patch(officer_id: str) -> Response:
    """Change an officer (RFC 7644, 3.5.2)."""
    officer = _the_officer(officer_id, is_changed=True)
    return _changed(officer, patched(entry_of(officer), body()))


@blueprint.delete("/<officer_id>")
def delete(officer_id: str) -> Response:
    """Remove an officer: they are told of as one no longer, at once (RFC 7644, 3.6)."""
    officer = _the_officer(officer_id, is_changed=True)
    refusal = services().officers.remove(officer, program().id)
    if refusal is not None:
        _refuse(refusal)
    return make_response("", 204)


def _caller() -> Program:
    demand(Right.CHANGE_OFFICERS)
    return program()


def _the_officer(officer_id: str, *, is_changed: bool = False) -> Officer:
    _caller()
    officer = services().officers.find(officer_id)
    if officer is None:
        raise ScimError(404, "There is no such officer.")
    if is_changed and request.if_match and not request.if_match.contains_weak(str(officer.version)):
        raise ScimError(412, NotKept.OVERTAKEN.value)
    return officer


def _changed(officer: Officer, entry: Entry) -> Response:
    refusal = services().officers.change(officer, entry, _units(), program().id)
    if refusal is not None:
        _refuse(refusal)
    return _resource(officer)


def _refuse(why: NotKept) -> NoReturn:
    roll_back()
    status, kind = _REFUSED.get(why, (400, "invalidValue"))
    raise ScimError(status, why.value, kind)


def _units() -> list[str]:
    return services().operator_desk.units.names()


def _projected(officer: Officer) -> dict[str, Any]:
    asked = request.args
    return projected(
        document(officer), asked.get("attributes"), asked.get("excludedAttributes"), schema=OFFICER
    )


def _resource(officer: Officer, status: int = 200) -> Response:
    answer = told(_projected(officer), status)
    answer.headers["ETag"] = version(officer)
    return answer
