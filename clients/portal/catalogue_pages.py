"""Public pages: the catalogue, by words and by life event, and one page per service."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from clients.kit.facts import LABELS
from clients.portal.catalogue import catalogue
from clients.portal.current import service_or_404

LONGEST_SEARCH = 100
blueprint = Blueprint("catalogue", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """All services, or those that were searched for."""
    words = request.args.get("q", "")[:LONGEST_SEARCH]
    known = catalogue()
    event = request.args.get("event", "")
    event = event if event in known.events else ""
    found = known.find(words, event)
    return render_template("home.html", found=found, words=words, event=event, events=known.events)


@blueprint.get("/services/<service_id>")
def service(service_id: str) -> ResponseReturnValue:
    """One service: what it needs, how long it takes, what will be read."""
    found = service_or_404(service_id)
    reads = [LABELS[name] for name in found.reads]
    return render_template("service.html", service=found, reads=reads)
