"""Refusals of the API as problem details (RFC 9457)."""

from http import HTTPStatus
from typing import Any, NoReturn

from flask import Response, jsonify
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
GUIDE = "/developers/api"


KINDS = frozenset(
    {
        *(
            "no-token",
            "invalid-token",
            "token-in-address",
            "insufficient-scope",
            "out-of-reach",
            "needs-people",
        ),
        *("too-many-calls", "not-found", "not-json", "unknown-member", "missing-member", "bad-member"),
        *(
            "bad-parameter",
            "bad-registration",
            "bad-unit",
            "bad-operator",
            "bad-banner",
            "bad-breach",
            "no-version",
        ),
        *("overtaken", "not-now", "in-progress", "key-reused", "http"),
    }
)
"""Every kind of problem; each has its paragraph in the guide."""


class Problem(HTTPException):
    """A refusal.

    Args:
        status: The HTTP status.
        name: What kind of problem it is; a heading of the guide.
        detail: What is wrong this time, for developers.
        headers: Further headers.
        more: Further members.
    """

    def __init__(
        self,
        status: int,
        name: str,
        detail: str,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(detail)
        self.code = status
        self.kind = name
        self.detail = detail
        self.more = more
        self.own_headers = headers or {}

    @property
    def document(self) -> dict[str, Any]:
        """The members (RFC 9457, 3.1)."""
        return {
            "type": f"{GUIDE}#{self.kind}",
            "title": HTTPStatus(self.code or 500).phrase,
            "status": self.code,
            "detail": self.detail,
            **self.more,
        }


def refuse(status: int, name: str, detail: str, **more: Any) -> NoReturn:
    """Refuse.

    Raises:
        Problem: Always.
    """
    raise Problem(status, name, detail, **more)


def as_response(problem: Problem) -> Response:
    """A refusal as it is sent."""
    answer = jsonify(problem.document)
    answer.status_code = problem.code or 500
    answer.mimetype = MEDIA_TYPE
    for name, value in problem.own_headers.items():
        answer.headers[name] = value
    return answer
