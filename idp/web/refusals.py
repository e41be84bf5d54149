"""The page for an authorization request that cannot be answered to the application (RFC 6749, 4.1.2.1).

The citizen reads plain words and a code; the developer finds the reason in the log, and in the demo on the page.
"""

from difflib import get_close_matches

from flask import make_response, render_template
from werkzeug.wrappers import Response

from idp.oauth.request import ProtocolRequest
from idp.web.current import services
from idp.web.incidents import new_incident

_LONGEST = 300


def refused(reason: str, asked: ProtocolRequest | None = None) -> Response:
    """Refuse a request, to the citizen.

    Args:
        reason: What is wrong, in English, for the developer.
        asked: The request, if it could be read.
    """
    client_id = asked.get("client_id") if asked else None
    received = asked.get("redirect_uri") if asked else None
    nearest = _nearest_registered(client_id, received)
    incident = new_incident(
        f"{reason} client_id={_shown(client_id)} redirect_uri={_shown(received)} nearest registered={_shown(nearest)}"
    )
    page = render_template(
        "citizen/authorize/refused.html",
        incident=incident,
        reason=reason,
        received=(received or "")[:_LONGEST],
        nearest=nearest,
    )
    return make_response(page, 400)


def _nearest_registered(client_id: str | None, received: str | None) -> str | None:
    client = services().provider.query_client(client_id or "")
    if client is None or not client.redirect_uris:
        return None
    return next(iter(get_close_matches((received or "")[:_LONGEST], client.redirect_uris, 1, 0)))


def _shown(value: str | None) -> str:
    return ascii(value[:_LONGEST]) if value else "-"
