"""What was asked, what was answered, and what was acknowledged: the record that the checker goes by."""

import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

NO_ANSWER = 0
"""The status of a request whose connection broke, or that was not answered for as long as the asker waits."""

MACHINE_PATHS = (
    "/oauth/token",
    "/oauth/userinfo",
    "/oauth/introspect",
    "/oauth/revoke",
    "/oauth/jwks",
    "/oauth/par",
    "/.well-known/",
    "/api/v1",
    "/healthz",
    "/readyz",
)
SECRETS_GIVEN = ("access_token", "refresh_token", "id_token")
_LONGEST = 20_000


@dataclass(frozen=True)
class Answer:
    """One answer.

    Args:
        at: When it was asked for, in seconds of the machine's own clock.
        seconds: How long it took.
        method: The method.
        path: The path, without what came with it.
        status: The status, or `NO_ANSWER`.
        kind: The media type.
        retry_after: The header of that name.
        text: What it said, where it is not a success.
        gave: Names of what it gave: tokens, a code, a session.
    """

    at: float
    seconds: float
    method: str
    path: str
    status: int
    kind: str = ""
    retry_after: str | None = None
    text: str = ""
    gave: tuple[str, ...] = ()

    @property
    def is_trouble(self) -> bool:
        """Whether whoever asked did not get what the house can give."""
        return self.status == NO_ANSWER or self.status >= 500 or self.status == 429

    @property
    def is_for_machines(self) -> bool:
        """Whether a program asked."""
        return self.path.startswith(MACHINE_PATHS)


@dataclass(frozen=True)
class Spent:
    """One try to spend something that is good once.

    Args:
        kind: `code`, `refresh token`, `request_uri`, `assertion` or `TOTP step`.
        key: By what it is known.
        worked: Whether it was answered with success; None where no answer came.
        gave: By what the refresh token it gave is known.
        scope: The scope that was given.
    """

    kind: str
    key: str
    worked: bool | None
    gave: str = ""
    scope: str = ""


@dataclass(frozen=True)
class Fact:
    """Something that was acknowledged: it has to be there afterwards.

    Args:
        kind: One of those in `facts.py`.
        key: By what it is found.
    """

    kind: str
    key: tuple[str, ...]


@dataclass
class Record:
    """Everything that one scenario has seen. Threads only ever add to its lists."""

    answers: list[Answer] = field(default_factory=list)
    spent: list[Spent] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    tried: list[Fact] = field(default_factory=list)
    """What may or may not be there: it was asked for, and the answer got lost or was a refusal."""
    id_tokens: list[str] = field(default_factory=list)
    """Those that applications got."""
    flows: list[float] = field(default_factory=list)
    """When a whole flow had come to its end."""
    surprises: list[str] = field(default_factory=list)
    """Answers nobody expected, in words."""
    authority: str | bool = True
    """The file of authorities that certificates of servers are checked with, where it is not the machine's."""
    began: float = field(default_factory=time.monotonic)
    broken_from: float = float("inf")
    """When the fault began."""
    mending_from: float = float("inf")
    """When what is away was told to come back, where that takes a while: from then on, both may be true."""
    mended_at: float = float("inf")
    """When the fault was over."""

    def add(self, fact: Fact) -> None:
        """Note something acknowledged."""
        self.facts.append(fact)

    def during_fault(self) -> list[Answer]:
        """Answers to what was asked while it lasted."""
        return [each for each in self.answers if self.broken_from <= each.at < self.mended_at]

    def slowest(self) -> Answer:
        """The slowest answer."""
        return max(self.answers, key=lambda each: each.seconds)


class Watched(requests.Session):
    """A browser or program whose every answer is noted.

    Args:
        record: Takes down the answers.
        language: What the browser says it reads.
    """

    def __init__(self, record: Record, language: str = "vi") -> None:
        super().__init__()
        self.trust_env = False
        self.headers["Accept-Language"] = language
        self.verify = record.authority
        self._note = record.answers.append

    def request(self, method: str, url: str, *args: Any, **more: Any) -> requests.Response:
        """Ask, and note how it went."""
        more["timeout"] = more.get("timeout") or 30
        path, at = urlsplit(url).path, time.monotonic()
        try:
            answer = super().request(method, url, *args, **more)
        except requests.RequestException as error:
            self._note(Answer(at, time.monotonic() - at, method, path, NO_ANSWER, text=type(error).__name__))
            raise
        self._note(_answer(answer, at, method, path))
        return answer


def _answer(answer: requests.Response, at: float, method: str, path: str) -> Answer:
    is_well = answer.status_code < 400
    return Answer(
        at=at,
        seconds=time.monotonic() - at,
        method=method,
        path=path,
        status=answer.status_code,
        kind=answer.headers.get("Content-Type", "").partition(";")[0],
        retry_after=answer.headers.get("Retry-After"),
        text="" if is_well else answer.text[:_LONGEST],
        gave=tuple(_given(answer)),
    )


def _given(answer: requests.Response) -> list[str]:
    """What this answer let somebody have, by name."""
    given = [
        name for name in answer.cookies.iterkeys() if name.endswith("sen_session") and answer.cookies[name]
    ]
    if "code=" in answer.headers.get("Location", ""):
        given.append("code")
    if (
        answer.headers.get("Content-Type", "").startswith("application/json")
        and len(answer.content) < _LONGEST
    ):
        body = answer.json() if answer.content else {}
        given += [name for name in SECRETS_GIVEN if isinstance(body, dict) and body.get(name)]
    return given
