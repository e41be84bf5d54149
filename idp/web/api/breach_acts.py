"""What programs do about breaches of personal data. Whom one affects is listed for people only."""

from datetime import timedelta
from typing import Any

from flask import Response

from idp.store.models import Breach
from idp.store.repositories.breaches import Scope
from idp.watching.breaches import LONGEST_NOTE, LONGEST_TIME, LONGEST_TITLE, scope_of
from idp.web.admin.breach_form import KINDS
from idp.web.api.bodies import body
from idp.web.api.breaches import one_breach, the_breach
from idp.web.api.door import program
from idp.web.api.matching import matched
from idp.web.api.moments import read_moment
from idp.web.api.problems import refuse
from idp.web.current import services

_SCOPE = ("since", "until", "clients", "names")
_A_MOMENT = timedelta(minutes=1)
"""By which clocks may differ."""


def open_breach() -> Response:
    """Open one; its clocks run from when it was known."""
    sent = body(["title", "known_at", *_SCOPE], ["title", "known_at", "since", "until"])
    known_at = read_moment(sent["known_at"], "known_at")
    if known_at > services().clock() + _A_MOMENT:
        refuse(422, "bad-breach", "known_at has not come yet.")
    begun = services().watch.breaches.begin(_title(sent["title"]), known_at, _scope(sent), program().id)
    response = one_breach(begun)
    response.status_code = 201
    return response


def change_breach(breach_id: str) -> Response:
    """Say anew what is affected; what was counted before is forgotten."""
    breach = _still_open(breach_id)
    matched(breach.version, "breach")
    sent = body(["title", *_SCOPE])
    title, scope = _title(sent.get("title", breach.title)), _scope(sent, scope_of(breach))
    if not services().watch.breaches.change(breach, title, scope, program().id):
        refuse(412, "overtaken", "The breach was changed meanwhile: read it again.")
    return one_breach(breach)


def count_breach(breach_id: str) -> Response:
    """Ask the log how many people and applications are affected."""
    breach = _still_open(breach_id)
    return _done(breach, services().watch.breaches.count(breach, program().id))


def note_breach(breach_id: str) -> Response:
    """Write into the file."""
    breach, text = _still_open(breach_id), body(["text"], ["text"])["text"]
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_NOTE:
        refuse(422, "bad-breach", f"text must have 1 to {LONGEST_NOTE} characters.")
    return _done(breach, services().watch.breaches.note(breach, text.strip(), program().id))


def report_breach(breach_id: str) -> Response:
    """Note that the authority was told."""
    breach = _still_open(breach_id)
    if breach.reported_at is not None:
        refuse(409, "not-now", "That was noted before.")
    return _done(breach, services().watch.breaches.report(breach, program().id))


def close_breach(breach_id: str) -> Response:
    """Close the file; nothing in it changes any more."""
    breach = _still_open(breach_id)
    return _done(breach, services().watch.breaches.close(breach, program().id))


def _still_open(breach_id: str) -> Breach:
    breach = the_breach(breach_id)
    if breach.closed_at is not None:
        refuse(409, "not-now", "The file is closed.")
    return breach


def _done(breach: Breach, is_done: bool) -> Response:
    if not is_done:
        refuse(409, "overtaken", "Somebody else has just changed this file. Try again.")
    return one_breach(breach)


def _title(sent: Any) -> str:
    if not isinstance(sent, str) or not 0 < len(sent.strip()) <= LONGEST_TITLE:
        refuse(422, "bad-breach", f"title must have 1 to {LONGEST_TITLE} characters.")
    return sent.strip()


def _scope(sent: dict[str, Any], before: Scope | None = None) -> Scope:
    """What was sent, and the rest as it was before."""
    since = before.since if before and "since" not in sent else read_moment(sent["since"], "since")
    until = before.until if before and "until" not in sent else read_moment(sent["until"], "until")
    if not timedelta(0) < until - since <= LONGEST_TIME:
        refuse(422, "bad-breach", f"until must come after since, {LONGEST_TIME.days} days at most.")
    known = {each.client_id for each in services().clients.all()}
    clients = before.clients if before and "clients" not in sent else _among(sent, "clients", known)
    names = before.names if before and "names" not in sent else _among(sent, "names", set(KINDS))
    return Scope(since, until, clients, names)


def _among(sent: dict[str, Any], name: str, known: set[str]) -> tuple[str, ...]:
    found = sent.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, str) for each in found):
        refuse(422, "bad-breach", f"{name} must be a list of text.")
    if unknown := [each for each in found if each not in known]:
        refuse(422, "bad-breach", f"{name}: {unknown[0][:80]} is not known.")
    return tuple(dict.fromkeys(found))
