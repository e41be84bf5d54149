"""One question to the register and the raw answer, whatever carries them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from idp.registry.outcomes import Failure

LONGEST_REQUEST_ID = 40


@dataclass(frozen=True)
class Question:
    """What is asked where. Without a body it is a GET."""

    path: str
    request_id: str
    body: Mapping[str, Any] | None = field(default=None, repr=False)
    since: str = ""


class Exchange(Protocol):
    """Carries a question to the register and brings its checked answer: signed by it, and for this request."""

    def ask(self, question: Question) -> dict[str, Any] | Failure:
        """The answer's fields, or why there are none. Raises nothing of the network's."""
        ...

    def close(self) -> None:
        """Give back connections."""
        ...


def new_request_id() -> str:
    """A fresh request id: unguessable, and of one length so that answers have one size."""
    return secrets.token_urlsafe(18)
