"""Incident codes: what a citizen can read out, and behind it which check failed and what was expected.

Kept after the request's own transaction has ended, well or not, and only so many a minute: the log has every one.
"""

import logging
import re
import secrets
import threading
from collections import Counter
from urllib.parse import parse_qsl, unquote, urlsplit

from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from idp.clock import Clock
from idp.store.db import db
from idp.web.current import services

PACE = "incident_pace"
MOST_A_MINUTE = 30
MOST_OF_A_KIND = 10

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LONGEST = 300
_PERSONAL = re.compile(r"[^\s@/?&=]+@[^\s@/?&=]+|[0-9][0-9 .-]{7,}[0-9]")
_log = logging.getLogger("idp.incident")


class Pace:
    """How many incidents one process keeps a minute, of one kind and of all."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._minute = 0
        self._kept: Counter[str] = Counter()
        self._lock = threading.Lock()

    def allows(self, kind: str) -> bool:
        """Whether one more may be kept; counts it if so."""
        minute = int(self._clock().timestamp()) // 60
        with self._lock:
            if minute != self._minute:
                self._minute, self._kept = minute, Counter()
            if self._kept[kind] >= MOST_OF_A_KIND or self._kept.total() >= MOST_A_MINUTE:
                return False
            self._kept[kind] += 1
            return True


def register_incidents(app: Flask, clock: Clock) -> None:
    """Keep what a request has noted. Called before `begin_units_of_work`, so that it runs after the transaction."""
    app.extensions[PACE] = Pace(clock)
    app.after_request(_keep)


def new_incident(
    reason: str,
    *,
    error: BaseException | None = None,
    client_id: str | None = None,
    expected: str | None = None,
    received: str | None = None,
    is_kept: bool = True,
) -> str:
    """Note an incident and give its code.

    Args:
        reason: Which check failed, in English, for the developer; no secret and no personal value.
        error: The exception behind it, if there is one.
        client_id: The application it concerns.
        expected: What would have been right.
        received: What came; addresses lose the values in their query.
        is_kept: Whether it is worth a try to keep it in the database, beside the log.

    Returns:
        A code like `7F3A-2KM9`, to be shown to the citizen.
    """
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    code = f"{signs[:4]}-{signs[4:]}"
    found = {
        "client_id": _printable(client_id, 255),
        "expected": without_values(expected),
        "received": without_values(received),
    }
    about = "".join(f" {name}={value}" for name, value in found.items() if value)
    level = logging.ERROR if error is not None else logging.WARNING
    _log.log(level, "%s %s: %s%s", code, _endpoint(), reason, about, exc_info=error)
    g.told_incident = code
    if is_kept:
        named = f"{reason} ({type(error).__name__})" if error is not None else reason
        entry = {"code": code, "endpoint": _endpoint(), "reason": _impersonal(named, 500), **found}
        g.setdefault("incidents", []).append(entry)
    return code


def without_values(text: str | None) -> str | None:
    """An address as it may be kept: nothing of its query but the names, nothing that looks like a person's."""
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        names = "&".join(f"{name}=..." for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        return "(not an address)"
    path = unquote(parts.path) if _PERSONAL.search(unquote(parts.path)) else parts.path
    address = parts._replace(
        path=path, query="", fragment="", netloc=parts.netloc.rpartition("@")[2]
    ).geturl()
    return _impersonal(f"{address}?{names}" if names else address, _LONGEST)


def _keep(response: Response) -> Response:
    if "incidents" not in g:
        return response
    noted = g.incidents[g.get("incidents_kept", 0) :]
    g.incidents_kept = g.get("incidents_kept", 0) + len(noted)  # they stay for whoever looks after us
    pace: Pace = current_app.extensions[PACE]
    kept = [entry for entry in noted if pace.allows(f"{entry['endpoint']} {entry['client_id']}")]
    if not kept:
        return response
    try:
        for entry in kept:
            services().incidents.add(**entry)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        _log.warning("an incident could not be kept", exc_info=True)
    return response


def _endpoint() -> str:
    # The route and not the path: a path may hold the name of a request that waits.
    route = request.url_rule.rule if request.url_rule else "(no such page)"
    return f"{request.method} {route}"[:200]


def _impersonal(text: str, longest: int) -> str:
    return _PERSONAL.sub("...", _printable(text, 2_000) or "")[:longest]


def _printable(text: str | None, longest: int) -> str | None:
    if text is None:
        return None
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text[:longest])
