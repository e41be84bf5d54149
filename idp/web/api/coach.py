"""The sandbox in the API: what the conformance coach has seen of an application, and faults switched on for it."""

from datetime import datetime, timedelta
from typing import Any

from flask import Response, current_app, jsonify

from idp.oauth.faults import LONGEST, Fault, active
from idp.operators.rights import Right
from idp.relying_parties.coach import Result
from idp.relying_parties.coach_rules import Found
from idp.store.models import Client
from idp.web.api.bodies import body
from idp.web.api.clients import the_client
from idp.web.api.door import program
from idp.web.api.problems import refuse
from idp.web.current import services
from idp.web.protocol_calls import call_notes
from idp.web.sandbox.fault_switch import switch
from idp.web.sandbox.logout_try import Tried, try_to_end_session

MOST_MINUTES, USUAL_MINUTES = int(LONGEST.total_seconds()) // 60, 30


def get_coach(client_id: str) -> Response:
    """The list, judged now."""
    client = the_client(client_id, Right.USE_SANDBOX)
    call_notes(current_app).sandbox.flush()
    results = services().coach.results(client)
    told = {
        "client_id": client.client_id,
        "is_complete": all(each.found is Found.PASSED for each in results),
        "checks": [_told(each) for each in results],
    }
    return jsonify(told)


def try_logout(client_id: str) -> Response:
    """Tell the application that its latest session is over, rightly and wrongly; the answer is the list then."""
    client = the_client(client_id, Right.USE_SANDBOX)
    if not client.is_for_test_people:
        refuse(409, "not-now", "Citizens use this application, or it is over: nothing is tried on it.")
    tried = try_to_end_session(client)
    if tried is Tried.TOO_OFTEN:
        refuse(429, "too-many-calls", "Ten tries in ten minutes are the most for one application.")
    if tried is Tried.NO_SESSION:
        refuse(409, "not-now", "There is no session to end: sign in to the application first.")
    return get_coach(client_id)


def get_faults(client_id: str) -> Response:
    """What is on, and until when."""
    return _faults(the_client(client_id, Right.USE_SANDBOX))


def switch_faults(client_id: str) -> Response:
    """Switch faults on, in place of those that are on; for an hour at most."""
    client = the_client(client_id, Right.USE_SANDBOX)
    sent = body(["faults", "minutes"], ["faults"])
    names, minutes = sent["faults"], sent.get("minutes", USUAL_MINUTES)
    if not isinstance(names, list) or not all(isinstance(each, str) and each in {*Fault} for each in names):
        refuse(422, "bad-member", f"faults must be a list of these: {', '.join(Fault)}.")
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= MOST_MINUTES:
        refuse(422, "bad-member", f"minutes must be a number from 1 to {MOST_MINUTES}.")
    if not client.is_for_test_people:
        refuse(409, "not-now", "Citizens use this application, or it is over: it suffers no faults.")
    chosen = frozenset(Fault(name) for name in names)
    switch(client.client_id, chosen, services().clock() + timedelta(minutes=minutes), program().id)
    return _faults(services().clients.find(client_id) or client)


def _faults(client: Client) -> Response:
    on = active(client, services().clock())
    until = datetime.fromisoformat(client.faults["until"]).isoformat() if on and client.faults else None
    return jsonify({"faults": sorted(on), "until": until})


def _told(result: Result) -> dict[str, Any]:
    at = result.at.isoformat() if result.at else None
    return {"name": result.name, "found": result.found, "came": result.came, "at": at}
