"""The public search, and one's own parcels."""

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from clients.kit.citizen import signed_in_citizen
from clients.kit.drafts import Drafts
from clients.kit.facts import known_facts
from clients.kit.sign_in import required
from clients.land.change_form import KINDS
from clients.land.changes import Changes
from clients.land.parcels import PARCELS, parcels_of, search

FACTS = ("name", "vn_personal_id")
LONGEST_SEARCH = 100
blueprint = Blueprint("land", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What anybody may know about a parcel: never whose it is."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    return render_template("home.html", words=words, found=search(words))


@blueprint.get("/parcels")
@required()
def mine() -> ResponseReturnValue:
    """My parcels, and what I asked to have changed."""
    citizen = signed_in_citizen()
    drafts: Drafts = current_app.extensions["drafts"]
    changes: Changes = current_app.extensions["changes"]
    return render_template(
        "parcels.html",
        facts=known_facts(citizen, FACTS),
        parcels=parcels_of(citizen.sub),
        begun=drafts.of(citizen.sub),
        sent=changes.of(citizen.sub),
        known=PARCELS,
        kinds=KINDS,
    )
