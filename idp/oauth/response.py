"""What the protocol answers. `web/http.py` turns it into HTTP."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ProtocolResponse:
    """A finished answer. A mapping in `body` is sent as JSON.

    Where it `is_undone`, nothing that the request has spent counts: the client is to send the same once more.
    """

    status: int
    body: Mapping[str, object] | str = ""
    headers: Headers = field(default_factory=list)
    is_undone: bool = False

    @property
    def location(self) -> str | None:
        """Where it redirects to."""
        return dict(self.headers).get("Location")


@dataclass(frozen=True)
class FormPost:
    """An authorization response that the browser carries in the body of a POST (OAuth 2.0 Form Post Response Mode)."""

    action: str
    fields: Mapping[str, str]


Answer = ProtocolResponse | FormPost


def with_nonce(answer: Answer, nonce: str | None) -> Answer:
    """An answer that hands out the nonce for the client's next DPoP proof (RFC 9449, 8.2).

    Args:
        answer: Whatever is answered, good or bad.
        nonce: The nonce; None where the client needs none.
    """
    if nonce is None or isinstance(answer, FormPost):
        return answer
    return replace(answer, headers=[*answer.headers, ("DPoP-Nonce", nonce)])
