"""The API over HTTP: a route for every row of `operations.py`, and the document that describes them."""

from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import HTTPException

from idp.web.api.door import PATH, demand
from idp.web.api.idempotency import once
from idp.web.api.openapi import document
from idp.web.api.operation import Operation
from idp.web.api.operations import OPERATIONS
from idp.web.api.problems import Problem, as_response
from idp.web.current import services
from idp.web.unit_of_work import roll_back

blueprint = Blueprint("api", __name__, url_prefix=PATH)


@blueprint.get("/openapi.json", endpoint="openapi")
def openapi() -> Response:
    """What there is, for programs that read OpenAPI 3.1."""
    response = jsonify(document(services().provider.issuer))
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


@blueprint.errorhandler(HTTPException)
def refused(error: HTTPException) -> Response:
    """A refusal in the form of RFC 9457."""
    roll_back()
    if isinstance(error, Problem):
        return as_response(error)
    status = error.code or 500
    return as_response(Problem(status, "http", error.description or error.name))


@blueprint.after_request
def keep_nothing(response: Response) -> Response:
    """Answers belong to nobody's cache."""
    if request.endpoint != "api.openapi":
        response.headers["Cache-Control"] = "no-store"
    return response


def _view(operation: Operation) -> Any:
    def view(**names: str) -> Response:
        demand(operation.right)
        if operation.method == "POST":
            return once(lambda: operation.view(**names))
        return operation.view(**names)

    view.__doc__ = operation.summary
    return view


for _operation in OPERATIONS:
    blueprint.add_url_rule(_operation.path, _operation.id, _view(_operation), methods=[_operation.method])
