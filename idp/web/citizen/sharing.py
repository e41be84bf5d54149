"""What an application would get, on a page; and what a citizen decided about it, kept. For every page that asks."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from idp.audit.events.oauth import ConsentDecided
from idp.crypto.digests import new_secret
from idp.oauth.authorization_details import Detail
from idp.oauth.consent import AGREED, DECLINED, TOLD, Item
from idp.oauth.grant_management import UNMANAGED, Management
from idp.store.models import BrowserSession, Citizen, Consent
from idp.web.citizen.authorization_details_words import act_of
from idp.web.citizen.consent_words import grouped, shown
from idp.web.current import services


def said(citizen: Citizen, items: Iterable[Item], details: Iterable[Detail]) -> dict[str, Any]:
    """What a page says of what an application asks for: `acts`, `told`, `needed`, `optional`.

    Args:
        citizen: Whose values are shown.
        items: What is asked for.
        details: What the application wants to do for the citizen.
    """
    known = services().people.claims_of(citizen)
    today = services().provider.today()
    # The identifier is no personal value: the page says of it what every application is told.
    things = [shown(item, known, today) for item in items if item.scope != "openid"]
    by_law = [thing for thing in things if thing.item.policy.basis == "law"]
    asked = [thing for thing in things if thing.item.policy.basis != "law"]
    return {
        "acts": [act_of(detail) for detail in details],
        "told": grouped(by_law),
        "needed": grouped([thing for thing in asked if not thing.item.policy.optional]),
        "optional": [thing for thing in asked if thing.item.policy.optional],
    }


def remember(
    session: BrowserSession,
    client_id: str,
    before: Consent | None,
    decisions: Mapping[str, str],
    details: Sequence[Detail],
    *,
    management: Management = UNMANAGED,
) -> dict[str, str]:
    """Keep what a citizen decided; with what was decided before, unless a grant is made or replaced.

    Args:
        session: Who decided.
        client_id: About which application.
        before: Their answer so far.
        decisions: What was decided now, by scope.
        details: What the application may do for them.
        management: What becomes of the grant the application manages by name.
    """
    earlier = before.decisions if before and not management.begins_anew else {}
    known = {**earlier, **decisions}
    grant_id = management.grant_id or (new_secret() if management.action else None)
    services().consents.keep(session.citizen_id, client_id, known, list(details), grant_id)
    services().audit.record(
        ConsentDecided(
            citizen_id=session.citizen_id,
            client_id=client_id,
            told=_with(decisions, TOLD),
            agreed=_with(decisions, AGREED),
            declined=_with(decisions, DECLINED),
            authorization_details=tuple(detail["type"] for detail in details),
        )
    )
    return known


def _with(decisions: Mapping[str, str], kind: str) -> tuple[str, ...]:
    return tuple(scope for scope, decision in decisions.items() if decision == kind)
