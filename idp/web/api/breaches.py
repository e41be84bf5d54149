"""Breaches of personal data in the API: how they stand, and what is written in their files."""

from datetime import timedelta
from typing import Any

from flask import Response, jsonify

from idp.store.models import Breach
from idp.watching.breach_notice import draft
from idp.watching.breaches import Note, found_in, scope_of, written
from idp.web.admin.breach_facts import facts_of
from idp.web.api.paging import after, cursor, limit, page
from idp.web.api.problems import refuse
from idp.web.current import services

_LAST = 2**63


def list_breaches() -> Response:
    """Every breach, the latest first."""
    size = limit()
    return jsonify(page(after(services().watch.breaches.all(), _mark, size), size, _told, _mark))


def get_breach(breach_id: str) -> Response:
    """One breach."""
    return one_breach(the_breach(breach_id))


def get_notice(breach_id: str) -> Response:
    """The draft of the notice that the law asks for, in both languages."""
    facts = facts_of(the_breach(breach_id))
    return jsonify({tag: draft(facts, tag) for tag in ("vi", "en")})


def list_notes(breach_id: str) -> Response:
    """What was written into the file of a breach, the latest first."""
    breach, size, last = the_breach(breach_id), limit(), cursor()
    if last is not None and not (isinstance(last, int) and 0 < last < _LAST):
        refuse(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")
    found = services().watch.breaches.notes(breach, most=size + 1, before=last)
    return jsonify(page(found, size, _told_note, lambda each: each.id))


def the_breach(breach_id: str) -> Breach:
    """A breach.

    Raises:
        Problem: There is none.
    """
    breach = services().watch.breaches.find(breach_id)
    if breach is None:
        refuse(404, "not-found", "There is no such breach.")
    return breach


def one_breach(breach: Breach) -> Response:
    """A breach as it is told, with its version."""
    response = jsonify(_told(breach))
    response.set_etag(str(breach.version))
    return response


def _told(breach: Breach) -> dict[str, Any]:
    clocks, counted = services().watch.breaches.clocks(breach), found_in(breach)
    return {
        "id": breach.id,
        "title": breach.title,
        "scope": written(scope_of(breach)),
        "known_at": breach.known_at.isoformat(),
        "reported_at": breach.reported_at.isoformat() if breach.reported_at else None,
        "closed_at": breach.closed_at.isoformat() if breach.closed_at else None,
        "first_word_seconds_left": _seconds(clocks.first_word),
        "report_seconds_left": _seconds(clocks.report),
        "people": counted[0].people if counted else None,
        "events": counted[0].events if counted else None,
        "version": breach.version,
    }


def _told_note(note: Note) -> dict[str, Any]:
    return {"id": note.id, "at": note.at.isoformat(), "by": note.by, "text": note.text}


def _seconds(left: timedelta) -> int:
    return int(left.total_seconds())


def _mark(breach: Breach) -> str:
    return breach.id
