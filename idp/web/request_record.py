"""One line in the log for each request, and its share of the metrics. This is the only place that writes either.

Whatever comes from outside is left out: no path, no query, no header. There are the route's name, the answer, and which
registered application asked.
"""

import re
from random import getrandbits
from time import perf_counter

from flask import Flask, Response, g, request

from idp import measures
from idp.logs import TRACE, note_request
from idp.oauth.request import Sender
from idp.store.db import db
from idp.store.load import connections_of, count_statements, statements_sent
from idp.web.current import this_request
from idp.web.outcomes import ending_of

NO_ENDPOINT = "none"
NO_CLIENT, SANDBOX, OTHER = "none", "sandbox", "other"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")
_CODE = re.compile(r"[a-z][a-z_]{0,63}")


def register_request_record(app: Flask) -> None:
    """Record every request. Called before whatever else looks at requests: so it begins first and ends last.

    Args:
        app: The application; its database is set up.
    """
    with app.app_context():
        engine = db.engine
    count_statements(engine)

    @app.before_request
    def begin() -> None:
        g.record_began = perf_counter(), statements_sent()
        TRACE.set(trace_of(request.headers.get("traceparent")))
        if measures.is_measuring() and (found := connections_of(engine)):
            measures.connections(*found)

    @app.after_request
    def end(response: Response) -> Response:
        began, statements = g.get("record_began", (perf_counter(), statements_sent()))
        _record(response, perf_counter() - began, statements_sent() - statements)
        return response


def trace_of(traceparent: str | None) -> str:
    """The trace a request belongs to: the one its proxy says, else a new one.

    Args:
        traceparent: The header; what did not come from a trusted proxy was dropped before (`proxies.py`).

    Source: W3C Trace Context, 3.2.2.
    """
    found = _TRACEPARENT.fullmatch(traceparent) if traceparent and not traceparent.startswith("ff") else None
    return found[1] if found else f"{getrandbits(128) or 1:032x}"


def record_ready_answer(
    endpoint: str, status: int, length: int, began: float, traceparent: str | None
) -> None:
    """Record a request that was answered before Flask was reached.

    Args:
        endpoint: The name of the route that would have answered.
        status: Of the answer.
        length: Bytes of its body.
        began: When it began, as `perf_counter` counts.
        traceparent: As in `trace_of`.
    """
    seconds = perf_counter() - began
    measures.request_answered(endpoint, NO_CLIENT, status, seconds)
    note_request(
        trace=trace_of(traceparent),
        endpoint=endpoint,
        method="GET",
        status=status,
        outcome="ok",
        client_class=NO_CLIENT,
        ms=round(seconds * 1000, 2),
        statements=0,
        bytes=length,
    )


def client_class(sender: Sender | None) -> str:
    """The kind of application a request came from: few values, whoever they are."""
    if sender is None:
        return NO_CLIENT
    return SANDBOX if sender.is_for_test_people else sender.profile or OTHER


def _record(response: Response, seconds: float, statements: int) -> None:
    asked = g.get("protocol_request")
    sender: Sender | None = g.get("call_sender") or (asked.sender if asked is not None else None)
    request = this_request()
    endpoint, status = request.endpoint or NO_ENDPOINT, response.status_code
    kind = client_class(sender)
    measures.request_answered(endpoint, kind, status, seconds)
    fields: dict[str, str | int | float] = {}
    if incident := g.get("told_incident"):
        fields["incident"] = incident
    if sender is not None:
        fields["client"] = sender.client_id
    if (length := response.calculate_content_length()) is not None:
        fields["bytes"] = length
    note_request(
        trace=TRACE.get(),
        endpoint=endpoint,
        method=request.method if request.method in _METHODS else "OTHER",
        status=status,
        outcome=_outcome(response, ending_of(response, asked).error),
        client_class=kind,
        ms=round(seconds * 1000, 2),
        statements=statements,
        **fields,
    )


def _outcome(response: Response, error: str | None) -> str:
    if error and _CODE.fullmatch(error):
        return error
    return "ok" if response.status_code < 400 else "refused" if response.status_code < 500 else "failed"
