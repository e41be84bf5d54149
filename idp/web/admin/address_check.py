"""Addresses checked as they are typed: the same rules and the same words as when the form is sent."""

from flask import Blueprint, render_template, request

from idp.relying_parties.redirect_uris import LONGEST
from idp.web.admin.address_list import findings
from idp.web.admin.console import behind_the_door
from idp.web.admin.words import finding_words

blueprint = behind_the_door(Blueprint("admin_address_check", __name__, url_prefix="/admin/clients"))


@blueprint.post("/check-redirect")
def check_redirect() -> str:
    """What the rules say about one address, as a piece of a page."""
    address = request.form.get("uri", "").strip()[: LONGEST + 1]
    is_native = request.form.get("kind") == "native"
    found = [(each, finding_words(each)) for each in findings(address, is_native=is_native)]
    return render_template("admin/clients/findings.html", found=found)
