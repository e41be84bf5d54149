"""What the pages have in common on which a citizen answers for another screen: a device, or a program elsewhere."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error

from idp.oauth.consent import AGREED, decide
from idp.oauth.decoupled import Approved, DecoupledRequest, allow
from idp.oauth.grants.code_request import Granted
from idp.store.models import BackchannelRequest, BrowserSession, DeviceAuthorization
from idp.web.authorize import signed_in
from idp.web.citizen.consent import ConsentForm
from idp.web.citizen.sharing import remember
from idp.web.current import services
from idp.web.details import fetch_details
from idp.web.side import is_on_this_side
from idp.web.waiting import Lost


def read_again(client_id: str, parameters: Mapping[str, Any]) -> DecoupledRequest:
    """A request that waits, checked again.

    Raises:
        Lost: The application's registration no longer allows it, or its people are on the other side of the house.
    """
    provider = services().provider
    client = provider.query_client(client_id)
    if client is None or not is_on_this_side(client.record):
        raise Lost
    try:
        return DecoupledRequest.read(parameters, client, provider)
    except OAuth2Error as cause:
        raise Lost from cause


def offer_choices(form: ConsentForm, asked: DecoupledRequest, session: BrowserSession) -> None:
    """Put the things that may be left out into a form; ticked are those the citizen has agreed to before.

    Args:
        form: The form; what was sent stays.
        asked: What is asked for.
        session: Who decides.
    """
    optional = [item.scope for item in asked.items() if item.policy.optional]
    form.share.choices = [(scope, scope) for scope in optional]
    if not form.is_submitted():
        before = services().consents.find(session.citizen_id, asked.client.client_id)
        known = before.decisions if before else {}
        form.share.data = [scope for scope in optional if known.get(scope) == AGREED]


def agree(
    found: DeviceAuthorization | BackchannelRequest,
    asked: DecoupledRequest,
    session: BrowserSession,
    ticked: Iterable[str],
    approve: Callable[[str], bool],
) -> str:
    """Let an application have what it asked for; the name of the authorization.

    Args:
        found: The request that waits.
        asked: What it asks for.
        session: Who lets it.
        ticked: What the citizen chose of what may be left out.
        approve: Notes the approval under a name; True for exactly one caller.

    Raises:
        Lost: It no longer waits.
    """
    items, client_id, expires_at = asked.items(), asked.client.client_id, found.expires_at
    before = services().consents.find(session.citizen_id, client_id)
    decisions = remember(session, client_id, before, decide(items, ticked), asked.details)
    fetch_details(client_id, items, decisions)
    authorization_id, who = str(uuid.uuid4()), signed_in(asked)
    if who is None or not approve(authorization_id):
        raise Lost
    allow(services().provider, asked, Granted(who, decisions), Approved(authorization_id, expires_at))
    return authorization_id
