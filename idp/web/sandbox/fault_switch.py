"""Switching faults on for one application, with the record of who did."""

from datetime import datetime

from idp.audit.events.sandbox import FaultsSwitched
from idp.oauth.client import RegisteredClient
from idp.oauth.extensions.id_token import ALGORITHM_MEMBER
from idp.oauth.faults import Fault, active, written
from idp.store.models import Client
from idp.web.current import services


def switch(client_id: str, chosen: frozenset[Fault], until: datetime, by: str) -> None:
    """Let an application suffer faults, in place of those it suffers now. What changes nothing leaves no record.

    Args:
        client_id: Which application.
        chosen: Which faults; none switches all off.
        until: When they are over.
        by: Who switches them.
    """
    client = services().clients.find(client_id)
    suffers_any = client is not None and bool(active(client, services().clock()))
    key = _key_for(client, chosen, until) if client is not None else None
    is_kept = services().clients.suffer(client_id, written(chosen, until, key))
    if not is_kept or not (chosen or suffers_any):
        return
    services().audit.record(
        FaultsSwitched(
            client_id=client_id,
            operator_id=by,
            faults=tuple(sorted(chosen)),
            until=until.isoformat() if chosen else None,
        )
    )


def _key_for(client: Client, chosen: frozenset[Fault], until: datetime) -> str | None:
    """A key nobody has seen, where one is wanted; the one before is over."""
    keys, before = services().trial_keys, (client.faults or {}).get("key")
    if before is not None:
        keys.drop(before)
    if Fault.ROTATED_KEY not in chosen or not client.is_for_test_people:
        return None
    return keys.make(RegisteredClient(client).signing_algorithm(ALGORITHM_MEMBER), until)
