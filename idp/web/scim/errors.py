"""Refusals in the form of RFC 7644, 3.12."""

import json

from flask import Response, make_response
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/scim+json"
SCHEMA = "urn:ietf:params:scim:api:messages:2.0:Error"


class ScimError(HTTPException):
    """A refusal.

    Args:
        status: The HTTP status.
        detail: What is wrong, for whoever runs the directory.
        kind: The `scimType` of table 9, if one fits.
    """

    def __init__(self, status: int, detail: str, kind: str | None = None) -> None:
        super().__init__(detail)
        self.code = status
        self.kind = kind


def as_response(error: HTTPException) -> Response:
    """A refusal as it is sent, whoever raised it."""
    status = error.code or 500
    told: dict[str, object] = {"schemas": [SCHEMA], "status": str(status)}
    if isinstance(error, ScimError) and error.kind:
        told["scimType"] = error.kind
    told["detail"] = getattr(error, "detail", None) or error.description or error.name
    answer = make_response(json.dumps(told, ensure_ascii=False), status)
    answer.mimetype = MEDIA_TYPE
    for name, value in getattr(error, "own_headers", {}).items():
        answer.headers[name] = value
    return answer
