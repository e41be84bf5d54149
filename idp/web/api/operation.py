"""What is said of one operation of the API: routes, rights and the OpenAPI document follow from it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from idp.operators.rights import Right

PAGES = ("limit", "cursor")
REASON = "Sen-Reason"
"""The header in which a change says why it is made, for the history and for a second person."""


@dataclass(frozen=True)
class Operation:
    """One operation.

    Args:
        id: Its name, which stays.
        method: The HTTP method.
        path: Below `/api/v1`; what changes is in angle brackets.
        right: What the caller must have.
        summary: What it does, in a sentence.
        view: Does it.
        answer: The schema of its answer.
        body: The schema of what is sent.
        query: Parameters of the address.
        status: Of the answer when all is well.
        also: Another status that is fine.
        media: The media type of its answer.
        versioned: Whether `If-Match` has to be sent though it is no PATCH.
        headers: Headers it reads that nothing else here tells of.
    """

    id: str
    method: str
    path: str
    right: Right
    summary: str
    view: Callable[..., Response]
    answer: str = ""
    body: str = ""
    query: tuple[str, ...] = ()
    status: int = 200
    also: int | None = None
    media: str = "application/json"
    versioned: bool = False
    headers: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method not in ("GET", "HEAD")

    @property
    def needs_version(self) -> bool:
        """Whether `If-Match` has to be sent."""
        return self.versioned or self.method == "PATCH"
