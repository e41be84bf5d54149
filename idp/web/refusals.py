"""The page for an authorization request that cannot be answered to the application (RFC 6749, 4.1.2.1).

The citizen reads plain words and a code; the developer finds the reason in the log, and in the demo on the page.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import urlsplit

from flask import make_response, render_template
from werkzeug.wrappers import Response

from idp.oauth.request import ProtocolRequest
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.web.current import services
from idp.web.incidents import new_incident
from idp.web.language import language

_LONGEST = 300


@dataclass(frozen=True)
class Home:
    """The first page of the application, as it was registered: the way back for the citizen."""

    name: str
    address: str


def refused(reason: str, asked: ProtocolRequest | None = None) -> Response:
    """Refuse a request, to the citizen.

    Args:
        reason: What is wrong, in English, for the developer.
        asked: The request, if it could be read.
    """
    client_id = asked.get("client_id") if asked else None
    received = asked.get("redirect_uri") if asked else None
    nearest = _nearest_registered(client_id, received)
    client = services().clients.find(client_id) if client_id else None
    home = _home(client)
    is_other = received != nearest
    incident = new_incident(
        reason,
        client_id=client_id,
        expected=nearest if is_other else None,
        received=received if is_other else None,
    )
    page = render_template(
        "citizen/authorize/refused.html",
        incident=incident,
        reason=reason,
        received=(received or "")[:_LONGEST],
        nearest=nearest,
        home=home,
        is_paused=client is not None and client.state == State.SUSPENDED,
    )
    return make_response(page, 400)


def _home(client: Client | None) -> Home | None:
    if client is None or not client.is_usable:
        return None
    address = str(client.metadata_.get("client_uri") or "")
    name = (language() == "en" and client.name_en) or client.name
    return Home(name, address) if urlsplit(address).scheme in ("http", "https") else None


def _nearest_registered(client_id: str | None, received: str | None) -> str | None:
    client = services().provider.query_client(client_id or "")
    if client is None or not client.redirect_uris:
        return None
    return next(iter(get_close_matches((received or "")[:_LONGEST], client.redirect_uris, 1, 0)))
