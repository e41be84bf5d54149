"""Applications that hear of ended sessions: a department with an address for logout tokens, on this machine."""

from typing import Any

from idp.store.models import Citizen
from tests.builders import a_client
from tests.caller import Caller
from tests.deliveries import deliver_due
from tests.receivers import Receiver
from tests.relying_party import RelyingParty, agree
from tests.web.citizen.browsing import enter

EVENT = "http://schemas.openid.net/event/backchannel-logout"
OFFLINE = "openid offline_access"


def told(client_id: str, server: Receiver, caller: Caller, citizen: Citizen, person: Any) -> RelyingParty:
    """An application that is told at the server, in a browser in which the citizen has just signed in."""
    a_client(
        client_id,
        sector=client_id,
        metadata={
            "backchannel_logout_uri": f"{server.address}/{client_id}",
            "backchannel_logout_session_required": True,
        },
    )
    agree(citizen.id, client_id)
    return elsewhere(client_id, caller, person)


def elsewhere(client_id: str, caller: Caller, person: Any) -> RelyingParty:
    """The application in a browser in which the citizen has just signed in."""
    enter(caller, person)
    return RelyingParty(caller, client_id, scope=OFFLINE)


def heard(server: Receiver, party: RelyingParty) -> list[str]:
    """The `sid` of every logout token that came, each checked."""
    deliver_due()
    found = []
    for request in server.received:
        [(name, token)] = request.form
        claims = party.claims(token)
        assert (name, claims["events"], claims["aud"]) == ("logout_token", {EVENT: {}}, party.client_id)
        found.append(claims["sid"])
    return found


def sid_of(party: RelyingParty, tokens: dict[str, Any]) -> str:
    return str(party.claims(tokens["id_token"])["sid"])
