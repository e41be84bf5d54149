"""Applications in the API: their registrations, by the same rules as in the console."""

from collections.abc import Callable, Collection
from functools import partial
from operator import attrgetter
from typing import Any

from flask import Response, jsonify, make_response, request, url_for

from idp.operators.rights import Right
from idp.operators.units import tidy
from idp.relying_parties.client_changes import Asked, Created, Saved
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.life import Actor, Needs, Stopped
from idp.relying_parties.metadata import MEMBERS
from idp.relying_parties.outcomes import Changed, Conflict, Rejected
from idp.relying_parties.search import matching
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.store.repositories.protocol_calls import ProtocolCalls
from idp.web.api.bodies import body
from idp.web.api.door import demand, program
from idp.web.api.matching import matched
from idp.web.api.operation import REASON
from idp.web.api.paging import after, limit, page
from idp.web.api.problems import Problem, refuse
from idp.web.api.requests import told_request
from idp.web.current import services
from idp.web.refused_members import note_faults, note_not_settable
from idp.web.unit_of_work import settle_only

SETTABLE = tuple(name for name in MEMBERS if name not in ("client_id", "client_secret"))
"""Members that may be sent. State, owner and identifier are given, not chosen."""

LONGEST_REASON = 500
_FILTERS: dict[str, Callable[[Client], object]] = {
    "state": attrgetter("state"),
    "unit": attrgetter("unit"),
    "kind": kind_of,
}
_MOST_DIGITS = 3


def document(client: Client) -> dict[str, Any]:
    """An application as the API tells it."""
    told = services().client_desk.registrations.history.document(client)
    return {**told, "version": client.version, "updated_at": client.updated_at.isoformat()}


def the_client(client_id: str, right: Right) -> Client:
    """An application that the caller may do this with.

    Raises:
        Problem: There is none for them.
    """
    client = services().clients.find(client_id)
    if client is None:
        demand(right)
        refuse(404, "not-found", "There is no such application.")
    demand(right, client, "such application")
    return client


def the_editable(client_id: str) -> Client:
    """An application whose registration the caller may change.

    Raises:
        Problem: There is none for them.
    """
    client = the_client(client_id, Right.SEE_CLIENTS)
    right = Right.DRAFT_CLIENTS if client.state == "draft" else Right.CHANGE_CLIENTS
    demand(right, client, "such application")
    return client


def list_clients() -> Response:
    """The applications the caller may see."""
    caller, size = program(), limit()
    seen = [each for each in services().clients.all() if caller.may(Right.SEE_CLIENTS, each)]
    for name, value_of in _FILTERS.items():
        if wanted := request.args.get(name):
            seen = [each for each in seen if value_of(each) == wanted]
    seen = [each for each in matching(seen, request.args.get("q", "")) if _scores_below(each)]
    ordered = sorted(seen, key=_mark)
    return jsonify(page(after(ordered, _mark, size), size, document, _mark))


def _scores_below(client: Client) -> bool:
    """Whether lint's last score is below the one asked for; without one it is not.

    Raises:
        Problem: It is no score.
    """
    bound = request.args.get("below")
    if bound is None:
        return True
    if not (bound.isascii() and bound.isdigit() and len(bound) <= _MOST_DIGITS):
        refuse(400, "bad-parameter", "below must be a score, 0 to 100.")
    return client.lint is not None and int(client.lint["score"]) < int(bound)


def get_client(client_id: str) -> Response:
    """One application."""
    return _one(the_client(client_id, Right.SEE_CLIENTS))


def create_client() -> Response:
    """A draft; what it asks for is approved by people."""
    sent = _of_known_unit(_sent(["client_name"]))
    made = services().client_changes.create(sent, the_actor(), the_reason())
    match made:
        case Created(client, secret):
            told = {**document(client), **({"client_secret": secret} if secret else {})}
            response = make_response(jsonify(told), 201)
            response.headers["Location"] = url_for("api.getClient", client_id=client.client_id)
            return _tagged(response, client)
        case Rejected():
            raise _faulty(made)


def change_client(client_id: str) -> Response:
    """Change members (RFC 7396); what needs approval becomes a request, and the answer says so."""
    client = the_editable(client_id)
    version = matched(client.version, "application")
    sent = _of_known_unit(_sent(client_id=client_id), client.unit)
    saved = services().client_changes.save(client, sent, version, the_actor(client), the_reason())
    return told_saved(client, saved)


def told_saved(client: Client, saved: Saved) -> Response:
    """How a change ended: done, waiting for a person, or refused.

    Raises:
        Problem: It was refused.
    """
    match saved:
        case Changed(kept):
            return _one(kept)
        case Asked(asked, at_once):
            told = {"request": told_request(asked), "at_once": at_once, "client": document(client)}
            return make_response(jsonify(told), 202)
        case Rejected():
            raise _faulty(saved, client.client_id)
        case Conflict():
            raise Problem(412, "overtaken", "The application was changed meanwhile: read it again.")
        case Stopped():
            raise _stopped(saved)
        case _:
            raise Problem(404, "not-found", "There is no such application.")


def suspend_client(client_id: str) -> Response:
    """Stop an application: its sessions and tokens end at once."""
    return _moved(client_id, "suspend", Right.SUSPEND_CLIENTS)


def resume_client(client_id: str) -> Response:
    """Let a suspended application be used again."""
    return _moved(client_id, "resume", Right.SUSPEND_CLIENTS)


def go_live(client_id: str) -> Response:
    """Let citizens use an application that people have approved."""
    return _moved(client_id, "go_live", Right.DRAFT_CLIENTS)


def discard_client(client_id: str) -> Response:
    """Give a draft up."""
    return _moved(client_id, "discard", Right.DRAFT_CLIENTS)


def retire_client(client_id: str) -> Response:
    """End an application for good; its name is repeated, so that it is the one that is meant."""
    _meant(client_id)
    return _moved(client_id, "retire", Right.REMOVE_CLIENTS)


def remove_client(client_id: str) -> Response:
    """Remove an application with its history, once it has been retired; its name is repeated."""
    client = _meant(client_id)
    if client.state != State.RETIRED:
        refuse(409, "not-now", "Only what is retired is removed: end it first (retireClient).")
    services().client_desk.registrations.remove(client_id, operator_id=program().id)
    return make_response("", 204)


def submit_client(client_id: str) -> Response:
    """Ask people for the approval of a draft."""
    client = the_client(client_id, Right.DRAFT_CLIENTS)
    asked = services().client_changes.submit(client, the_actor(client), the_reason())
    if isinstance(asked, Stopped):
        raise _stopped(asked)
    return make_response(jsonify({"request": told_request(asked.request)}), 202)


def get_lint(client_id: str) -> Response:
    """How good the registration is."""
    client = the_client(client_id, Right.SEE_CLIENTS)
    return jsonify(services().client_desk.lint.look(client).as_document())


def list_calls(client_id: str) -> Response:
    """Its latest calls of the protocol, the newest first."""
    client = the_client(client_id, Right.SEE_CALLS)
    told = [
        {
            "at": each.at.isoformat(),
            "method": each.method,
            "endpoint": each.endpoint,
            "status": each.status,
            "error": each.error,
            "reason": each.reason,
            "incident": each.incident,
            "milliseconds": each.milliseconds,
        }
        for each in ProtocolCalls(services().session).latest(client.client_id)
    ]
    return jsonify({"items": told, "next": None})


def _meant(client_id: str) -> Client:
    client = the_client(client_id, Right.REMOVE_CLIENTS)
    if body(["client_name"], ["client_name"])["client_name"] != client.name:
        refuse(422, "bad-member", "client_name must be the name of the application, as it is registered.")
    return client


def _moved(client_id: str, move: str, right: Right) -> Response:
    client = the_client(client_id, right)
    stopped = services().client_changes.life.make(move, client, the_actor(client))
    if stopped is not None:
        raise _stopped(stopped)
    return _one(services().clients.find(client_id) or client)


def the_actor(client: Client | None = None) -> Actor:
    """Who acts upon an application: never somebody who approves."""
    caller = program()
    rights = frozenset(right.value for right in Right if caller.may(right, client))
    # No program ever approves: that takes people.
    return Actor(caller.id, rights - {Needs.APPROVE.value}, None if caller.acts_for_all else caller.unit)


def the_reason() -> str:
    """What was said about a change, for the history and for a second person."""
    return request.headers.get(REASON, "")[:LONGEST_REASON]


def _sent(needed: Collection[str] = (), client_id: str | None = None) -> dict[str, Any]:
    return body(SETTABLE, needed, partial(note_not_settable, client_id=client_id))


def _of_known_unit(sent: dict[str, Any], kept: str = "") -> dict[str, Any]:
    """What was sent, whose owner is a unit in the list, as in the console: nothing is added to the list in passing."""
    unit = sent.get("unit")
    # Whoever acts for one unit does not choose; and what is no text is a fault like any other.
    if program().acts_for_all and isinstance(unit, str) and tidy(unit) not in ("", kept):
        if tidy(unit) not in services().operator_desk.units.names():
            sentence = "unit must be one in the list (listUnits)."
            refuse(422, "bad-registration", sentence, faults=[{"member": "unit", "sentence": sentence}])
        sent["unit"] = tidy(unit)
    return sent


def _one(client: Client) -> Response:
    return _tagged(jsonify(document(client)), client)


def _tagged(response: Response, client: Client) -> Response:
    response.set_etag(str(client.version))
    return response


def _faulty(rejected: Rejected, client_id: str | None = None) -> Problem:
    settle_only(lambda: note_faults(program().id, rejected.faults, client_id))
    faults = [{"member": each.member, "sentence": each.sentence} for each in rejected.faults]
    return Problem(422, "bad-registration", rejected.faults[0].sentence, faults=faults)


def _stopped(stopped: Stopped) -> Problem:
    if stopped.faults:
        return _faulty(Rejected(stopped.faults))
    return Problem(409, "not-now", f"The state of the application does not allow it: {stopped.why}.")


def _mark(client: Client) -> list[str]:
    return [client.name, client.client_id]
