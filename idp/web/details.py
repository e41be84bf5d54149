"""Before a code is issued: what the application may learn, and nobody has fetched yet, is fetched."""

from collections.abc import Iterable, Mapping

from idp.oauth.consent import DECLINED, Item
from idp.oauth.faults import Fault, active
from idp.web.citizen.session_cookie import current_session
from idp.web.current import services
from idp.web.side import in_sandbox
from idp.web.unit_of_work import settle


def fetch_details(client_id: str, items: Iterable[Item], decisions: Mapping[str, object]) -> None:
    """Fetch what the citizen has agreed to, or was told of, and is not known or too old.

    A register that does not answer is no error. Commits first where something has to be fetched.

    Args:
        client_id: The application.
        items: What it asks for.
        decisions: The citizen's answer, by scope.
    """
    session = current_session()
    grounds = {
        claim: item.policy.reference
        for item in items
        if decisions.get(item.scope) != DECLINED
        for claim in item.claims
    }
    if in_sandbox() and session is not None and _register_is_silent(client_id):
        services().sandbox.details.forget(session.citizen_id)
        return
    details = services().sandbox.details if in_sandbox() else services().details
    errand = details.due(session.citizen, client_id, grounds) if session else None
    if errand is not None:
        settle()
        details.run(errand)


def _register_is_silent(client_id: str) -> bool:
    client = services().clients.find(client_id)
    return client is not None and Fault.REGISTER_DOWN in active(client, services().clock())
