"""The request inspector: the latest calls of one application, how each ended and why, and where the guide helps."""

from urllib.parse import urlencode

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from idp.store.models import ProtocolCall
from idp.store.repositories.protocol_calls import LOGOUT, MOST
from idp.web.current import services
from idp.web.developers.call_words import ENDPOINTS, OUTCOMES, outcome_of
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.developers.guide import paragraph_about
from idp.web.protocol_calls import call_notes

blueprint = of_the_desk(Blueprint("developers_calls", __name__, url_prefix="/developers/apps/<client_id>"))

_TAB = "developers_calls.calls"
_AT_ONCE = 40
"""Calls on the page at first: on a phone each takes a hand's breadth."""


@blueprint.get("/calls")
def calls(client_id: str) -> Response:
    """The latest calls, all of them or those that are asked for."""
    client = the_application(client_id)
    call_notes(current_app).flush()  # what this process knows is not kept from its developer
    endpoint, outcome = request.args.get("endpoint", ""), request.args.get("outcome", "")
    found = services().calls.latest(client_id)
    chosen = [call for call in found if _is_asked(call, endpoint, outcome)]
    on_page = chosen if request.args.get("all") == "yes" else chosen[:_AT_ONCE]
    return app_page(
        "calls",
        client,
        _TAB,
        calls=[(call, outcome_of(call), _help(call)) for call in on_page],
        total=len(found),
        more=len(chosen) - len(on_page),
        every="?" + urlencode({"endpoint": endpoint, "outcome": outcome, "all": "yes"}),
        most=MOST,
        asked={"endpoint": endpoint, "outcome": outcome},
        endpoints=ENDPOINTS,
        outcomes=OUTCOMES,
    )


def _is_asked(call: ProtocolCall, endpoint: str, outcome: str) -> bool:
    return endpoint in ("", call.endpoint) and outcome in ("", outcome_of(call))


def _help(call: ProtocolCall) -> str | None:
    """The paragraph of the guide about what went wrong."""
    if call.error is None or call.endpoint == LOGOUT:
        return None
    return paragraph_about(f"{call.error}: {call.reason or ''}")
