"""What requests to SCIM bring, and how they are answered, whichever resource they are about (RFC 7644, 3)."""

import json
from typing import Any

from flask import Response, make_response, request
from werkzeug.exceptions import HTTPException

from idp.web.api.bodies import read_object
from idp.web.api.door import SCIM_PATH
from idp.web.current import services
from idp.web.scim.errors import MEDIA_TYPE, ScimError, as_response
from idp.web.unit_of_work import roll_back

LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"


def refused(error: HTTPException) -> Response:
    """A refusal in the form of RFC 7644, 3.12."""
    roll_back()
    return as_response(error)


def uncached(response: Response) -> Response:
    """Answers belong to nobody's cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


def body() -> dict[str, Any]:
    """The object that was sent.

    Raises:
        ScimError: It is none.
    """
    if request.mimetype not in (MEDIA_TYPE, "application/json"):
        raise ScimError(415, f"Send {MEDIA_TYPE}.")
    found = read_object()
    if found is None:
        raise ScimError(400, "The body must be one JSON object, no name twice, no NUL.", "invalidSyntax")
    return found


def listed(resources: list[dict[str, Any]], total: int | None = None, start: int = 1) -> Response:
    """A list of resources, or a page of it (RFC 7644, 3.4.2)."""
    if total is None and "filter" in request.args:
        raise ScimError(403, "This list cannot be filtered.")
    return told(
        {
            "schemas": [LIST],
            "totalResults": len(resources) if total is None else total,
            "startIndex": start,
            "itemsPerPage": len(resources),
            "Resources": resources,
        }
    )


def one_of(documents: list[dict[str, Any]], name: str) -> Response:
    """The document of that name.

    Raises:
        ScimError: There is none.
    """
    found = next((each for each in documents if each["id"].lower() == name.lower()), None)
    if found is None:
        raise ScimError(404, "There is no such resource.")
    return told(found)


def told(content: dict[str, Any], status: int = 200) -> Response:
    """An answer with some content."""
    answer = make_response(json.dumps(content, ensure_ascii=False), status)
    answer.mimetype = MEDIA_TYPE
    return answer


def base() -> str:
    """The address of the service."""
    return services().provider.issuer + SCIM_PATH
