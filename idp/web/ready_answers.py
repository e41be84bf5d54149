"""Discovery and the key set, answered before Flask: the bytes Flask has answered with, as long as no key changes."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask
from werkzeug.http import http_date

from idp.oauth.metadata import DISCOVERY_PATH, JWKS_PATH, OAUTH_METADATA_PATH
from idp.web.request_record import record_ready_answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Glance = Callable[[], object | None]
"""What changes when a document does; None where that has to be looked up first."""

PATHS = frozenset({DISCOVERY_PATH, OAUTH_METADATA_PATH, JWKS_PATH})
_ODD = ("HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_RANGE", "HTTP_IF_RANGE",
        "HTTP_X_FAPI_INTERACTION_ID", "HTTP_EXPECT")  # fmt: skip
"""With one of these a request is answered by Flask."""


@dataclass(frozen=True)
class Ready:
    """An answer as it was given once.

    Args:
        of: What it was made of.
        status: Its status line.
        headers: Its headers, without the date.
        body: Its bytes.
        etag: Its mark.
    """

    of: object
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


def answer_documents_early(app: Flask, glance: Glance) -> None:
    """Answer the usual request for a document before the application is reached.

    Args:
        app: The application to wrap.
        glance: Tells what the documents are made of.
    """
    endpoints = {rule.rule: rule.endpoint for rule in app.url_map.iter_rules() if rule.rule in PATHS}
    app.wsgi_app = _Early(app.wsgi_app, glance, endpoints)  # type: ignore[method-assign]  # Flask's documented way


class _Early:
    def __init__(self, inner: "WSGIApplication", glance: Glance, endpoints: dict[str, str]) -> None:
        self._inner = inner
        self._endpoints = endpoints
        self._glance = glance
        self._ready: dict[tuple[str, str], Ready] = {}
        self._date = float("-inf"), ""

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path, began = environ.get("PATH_INFO", ""), time.perf_counter()
        if path not in PATHS or not _is_usual(environ) or (of := self._glance()) is None:
            return self._inner(environ, start_response)
        shown = environ.get("HTTP_IF_NONE_MATCH", "")
        found = self._ready.get((path, shown))
        if found is None or found.of is not of:
            return self._asked(environ, start_response, of, (path, shown))
        start_response(found.status, [*found.headers, ("Date", self._now())])
        status, length = int(found.status[:3]), len(found.body)
        record_ready_answer(self._endpoints[path], status, length, began, environ.get("HTTP_TRACEPARENT"))
        return [found.body]

    def _asked(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        of: object,
        place: tuple[str, str],
    ) -> Iterable[bytes]:
        """Let Flask answer, and keep what it says: the document, or that the mark that was shown is still right."""
        said: list[tuple[str, list[tuple[str, str]]]] = []
        answer = self._inner(environ, lambda status, headers, _=None: said.append((status, headers)))  # type: ignore[arg-type]  # nobody writes by it
        body = b"".join(answer)
        if close := getattr(answer, "close", None):
            close()
        status, headers = said[0]
        kept = [(name, value) for name, value in headers if name.lower() != "date"]
        etag = next((value for name, value in kept if name.lower() == "etag"), "")
        is_same = status.startswith("304") and etag == place[1]
        if self._glance() is of and (is_same or (status.startswith("200") and not place[1])):
            self._ready[place] = Ready(of, status, kept, body, etag)
            self._forget_others(of)
        start_response(status, headers)
        return [body]

    def _forget_others(self, of: object) -> None:
        # Without it a mark of each edition would stay for good.
        for place, ready in list(self._ready.items()):
            if ready.of is not of:
                self._ready.pop(place, None)

    def _now(self) -> str:
        # To write a date takes longer than all the rest.
        made_at, text = self._date
        now = time.monotonic()
        if now - made_at >= 1.0:
            text = http_date()
            self._date = now, text
        return text


def _is_usual(environ: "WSGIEnvironment") -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and not environ.get("QUERY_STRING")
        and not environ.get("SCRIPT_NAME")
        and not any(name in environ for name in _ODD)
    )
