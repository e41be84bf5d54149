"""Incidents: an operator types the code that a citizen or a developer reads out, and sees which check failed."""

from flask import Blueprint, render_template, request

from idp.operators.rights import Right
from idp.store.models import Client, Incident
from idp.web.admin.console import behind_the_door, note_denial, seen, sees_all
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_incidents", __name__, url_prefix="/admin/incidents"))

_LONGEST = 40
_PAGE = 50


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The incident with a code, or the newest ones."""
    typed = request.args.get("code", "").strip()[:_LONGEST]
    return render_template(
        "admin/incidents/every.html",
        typed=typed,
        incidents=_found(typed),
        clients={each.client_id: each for each in _clients()},
    )


def _found(typed: str) -> list[Incident]:
    everywhere = sees_all(Right.SEE_INCIDENTS)
    within = None if everywhere else {client.client_id for client in _clients()}
    if not typed:
        return services().incidents.latest(_PAGE, among=within)
    found = services().incidents.find(typed)
    if found is not None and within is not None and found.client_id not in within:
        note_denial(Right.SEE_INCIDENTS, found.client_id)
        return []
    return [found] if found else []


def _clients() -> list[Client]:
    return seen(services().clients.all(), Right.SEE_INCIDENTS)
