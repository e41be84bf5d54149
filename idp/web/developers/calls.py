"""The request inspector: the latest calls of one application, how each ended and why, and where the guide helps."""

from flask import Blueprint, current_app, request
from werkzeug.wrappers import Response

from idp.store.models import ProtocolCall
from idp.store.repositories.protocol_calls import MOST
from idp.web.current import services
from idp.web.developers.call_words import ENDPOINTS, OUTCOMES, outcome_of
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.developers.guide import paragraph_about
from idp.web.protocol_calls import call_notes

blueprint = of_the_desk(Blueprint("developers_calls", __name__, url_prefix="/developers/apps/<client_id>"))

_TAB = "developers_calls.calls"


@blueprint.get("/calls")
def calls(client_id: str) -> Response:
    """The latest calls, all of them or those that are asked for."""
    client = the_application(client_id)
    call_notes(current_app).flush()  # what this process knows is not kept from its developer
    endpoint, outcome = request.args.get("endpoint", ""), request.args.get("outcome", "")
    found = services().calls.latest(client_id)
    return app_page(
        "calls",
        client,
        _TAB,
        calls=[(call, outcome_of(call), _help(call)) for call in found if _is_asked(call, endpoint, outcome)],
        total=len(found),
        most=MOST,
        asked={"endpoint": endpoint, "outcome": outcome},
        endpoints=ENDPOINTS,
        outcomes=OUTCOMES,
    )


def _is_asked(call: ProtocolCall, endpoint: str, outcome: str) -> bool:
    return endpoint in ("", call.endpoint) and outcome in ("", outcome_of(call))


def _help(call: ProtocolCall) -> str | None:
    """The paragraph of the guide about what went wrong."""
    if call.error is None or call.endpoint == "backchannel_logout":
        return None
    return paragraph_about(f"{call.error}: {call.reason or ''}")
