"""Incident lookup: a developer types the code of a page of theirs, and sees which check failed and what helps."""

from datetime import timedelta

from flask import Blueprint, make_response, render_template, request
from werkzeug.wrappers import Response

from idp.audit.events.admin import OperatorDenied
from idp.operators.rights import Right, may
from idp.store.models import Client, Incident
from idp.web.admin.console import sees_all, the_operator
from idp.web.current import services
from idp.web.developers.desk import of_the_desk
from idp.web.developers.guide import paragraph_about

blueprint = of_the_desk(Blueprint("developers_incidents", __name__, url_prefix="/developers/incidents"))

MOST_LOOKUPS, PERIOD = 30, timedelta(minutes=10)
"""Of one developer: codes are looked up, not tried out."""

_LONGEST = 40


@blueprint.get("", strict_slashes=False)
def find() -> Response:
    """The incident with a code, if it is about an application of theirs. To them there is no other."""
    typed = request.args.get("code", "").strip()[:_LONGEST]
    if not typed:
        return _page(typed)
    if not services().throttle.take(f"incident_lookup:{the_operator().operator_id}", MOST_LOOKUPS, PERIOD):
        return _page(typed, 429, is_slowed=True)
    found = services().incidents.find(typed)
    client = services().clients.find(found.client_id) if found is not None and found.client_id else None
    if found is None or not _is_theirs(found, client):
        return _page(typed, 404)
    return _page(typed, incident=found, client=client, paragraph=paragraph_about(found.reason))


def _is_theirs(incident: Incident, client: Client | None) -> bool:
    """Whether it may be shown; somebody else's leaves a record of who asked for it."""
    operator = the_operator().operator
    if sees_all(Right.SEE_INCIDENTS) or (client and may(operator, Right.SEE_INCIDENTS, client)):
        return True
    services().audit.record(
        OperatorDenied(
            operator_id=operator.id,
            right=Right.SEE_INCIDENTS,
            client_id=client.client_id if client else None,
            about=incident.code,
        )
    )
    return False


def _page(
    typed: str,
    status: int = 200,
    *,
    incident: Incident | None = None,
    client: Client | None = None,
    paragraph: str = "",
    is_slowed: bool = False,
) -> Response:
    page = render_template(
        "developers/incidents.html",
        typed=typed,
        incident=incident,
        client=client,
        paragraph=paragraph,
        is_slowed=is_slowed,
    )
    return make_response(page, status)
