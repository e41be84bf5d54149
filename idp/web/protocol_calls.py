"""The calls of applications to the protocol, noted for their developers: how each ended, why, and how long it took.

Noted in memory while the request runs, written after its answer: no request pays a statement for it.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, request

from idp.clock import Clock
from idp.oauth.request import ProtocolRequest, Sender
from idp.oauth.supported import ENDPOINTS
from idp.web import observed
from idp.web.current import services
from idp.web.notebook import Notebook, write_after_answers
from idp.web.outcomes import ending_of

Row = dict[str, Any]
Keep = Callable[[Sequence[Row]], None]

SECONDS = 15.0
"""How long calls of live applications may wait to be written together."""

MOST_OF_ONE = 200
"""Calls of one application that are written together: no more are shown."""

_EXTENSION = "protocol_calls"
_LONGEST_REASON, _LONGEST_ERROR = 300, 64
_PAGES = {"authorize.start": "authorize", "end_session.start": "end_session"}
_NAMES = {
    **{f"protocol.{each.name}": each.name for each in ENDPOINTS if each.kind == "machine"},
    **_PAGES,
    "grants.one": "grant_management",
    **{f"registration.{view}": "registration" for view in ("register", "read", "replace", "remove")},
}
"""Which requests are calls, and what their endpoint is called in `supported.py`."""


@dataclass(frozen=True)
class CallNotes:
    """Two notebooks: for applications in the sandbox, whose developers look on, and for live ones."""

    sandbox: Notebook[Row]
    live: Notebook[Row]

    def flush(self) -> None:
        """Write what this process has noted so far, for somebody who wants to see it."""
        self.sandbox.flush()
        self.live.flush()


def register_protocol_calls(
    app: Flask, keep: Keep, count: Keep, learn: Callable[[Sequence[str]], None], clock: Clock
) -> CallNotes:
    """Note every call. Called after `begin_units_of_work`, so that it looks before the transaction ends.

    Args:
        app: The application.
        keep: Writes calls.
        count: Counts calls, also those of which there are too many to keep.
        learn: Told, after their calls were written, of which applications in the sandbox there is something new.
        clock: The time.
    """

    def write(rows: Sequence[Row]) -> None:
        keep(_newest(rows))
        count(rows)

    def write_and_learn(rows: Sequence[Row]) -> None:
        write(rows)
        learn(list(dict.fromkeys(row["client_id"] for row in rows)))

    notes = CallNotes(
        sandbox=Notebook(write_and_learn, every=0.0),
        live=Notebook(write, every=SECONDS),
    )
    app.extensions[_EXTENSION] = notes
    app.before_request(_begin)
    write_after_answers(app, [notes.sandbox, notes.live])  # what is registered last looks first

    @app.after_request
    def look(response: Response) -> Response:
        _note(response, notes, clock)
        return response

    return notes


def call_notes(app: Flask) -> CallNotes:
    """The notebooks of an application."""
    found: CallNotes = app.extensions[_EXTENSION]
    return found


def remember_sender(sender: Sender, fault: str | None = None) -> None:
    """Say which application this request is from, where the protocol's own request does not.

    Args:
        sender: The application.
        fault: What was wrong with the request although it was answered.
    """
    g.call_sender, g.call_fault = sender, fault


def _begin() -> None:
    g.call_began = perf_counter()


def _note(response: Response, notes: CallNotes, clock: Clock) -> None:
    asked: ProtocolRequest | None = g.get("protocol_request")
    endpoint = _endpoint(asked)
    if endpoint is None or request.method == "OPTIONS":
        return
    sender = _sender(asked)
    if sender is None or _is_trial(asked, sender):
        return
    now = clock()
    row = _row(response, asked, sender.client_id, endpoint, now)
    if not sender.is_for_test_people:
        notes.live.note({**row, "observed": None})
    else:
        notes.sandbox.note({**row, "observed": _observed(asked, sender, endpoint, now)})


def _endpoint(asked: ProtocolRequest | None) -> str | None:
    found = _NAMES.get(request.endpoint or "")
    # An authorization request is answered from whichever page was the citizen's last.
    return found or ("authorize" if asked is not None and asked.is_answered else None)


def _sender(asked: ProtocolRequest | None) -> Sender | None:
    found: Sender | None = g.get("call_sender")
    if found is None and asked is not None:
        found = asked.sender
    if found is None and "access_token" in request.args:
        # It was not even read. Its sender is looked up all the same: they have something to learn.
        token = services().provider.access_tokens.read(request.args["access_token"])
        client = services().clients.find(token.client_id) if token else None
        found = Sender.of(client) if client else None
    return found


def _is_trial(asked: ProtocolRequest | None, sender: Sender) -> bool:
    if asked is None or sender.trial_uri is None:
        return False
    return asked.get("redirect_uri") == sender.trial_uri


def _row(
    response: Response, asked: ProtocolRequest | None, client_id: str, endpoint: str, now: datetime
) -> Row:
    error, reason, incident = ending_of(response, asked)
    return {
        "client_id": client_id,
        "at": now,
        "method": request.method[:8],
        "endpoint": endpoint,
        "status": response.status_code,
        "error": error[:_LONGEST_ERROR] if error else None,
        "reason": reason[:_LONGEST_REASON] if reason else None,
        "incident": incident,
        "milliseconds": int((perf_counter() - g.get("call_began", perf_counter())) * 1000),
    }


def _observed(asked: ProtocolRequest | None, sender: Sender, endpoint: str, now: datetime) -> Row:
    facts = observed.of_everything(asked, sender, now)
    if asked is not None and endpoint == "authorize":
        is_new = request.endpoint == "authorize.start"
        facts |= {"ask": observed.of_authorization(asked)} if is_new else {}
        facts |= {"answered": observed.whole(asked)} if asked.is_answered else {}
    if asked is not None and endpoint == "token":
        facts |= observed.of_token_request(asked)
    is_ours = "oauth" in request.path
    in_address = observed.secrets_in(request.args if is_ours else (), request.headers.get("Referer"))
    return {**facts, "in_address": in_address} if in_address else facts


def _newest(rows: Sequence[Row]) -> list[Row]:
    """The newest of each application, in their order."""
    counted: Counter[str] = Counter()
    kept: list[Row] = []
    for row in reversed(rows):
        counted[row["client_id"]] += 1
        if counted[row["client_id"]] <= MOST_OF_ONE:
            kept.append(row)
    kept.reverse()
    return kept
