"""Incidents: an operator types the code that a citizen or a developer reads out, and sees which check failed."""

from flask import Blueprint, render_template, request

from idp.store.models import Incident
from idp.web.admin.console import behind_the_door
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
        clients={client.client_id: client for client in services().clients.all()},
    )


def _found(typed: str) -> list[Incident]:
    if not typed:
        return services().incidents.latest(_PAGE)
    found = services().incidents.find(typed)
    return [found] if found else []
