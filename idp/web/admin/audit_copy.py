"""Records of the log, those about citizens among them, taken away: one asks, another agrees, then they are taken."""

from uuid import UUID

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from idp.operators.personal_exports import RECORDS, THE_LOG
from idp.watching.exports import filters_of, wanted_of
from idp.web.admin import copies
from idp.web.admin.audit import log_file
from idp.web.admin.audit_query import read
from idp.web.admin.console import ask_to_confirm, behind_the_door
from idp.web.admin.export_words import in_words

blueprint = behind_the_door(Blueprint("admin_audit_copy", __name__, url_prefix="/admin/audit/copies"))


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def ask() -> Response:
    """What was asked of the log, and asking for what the search page shows."""
    form, asked = copies.WhyForm(), read(request.values)
    if asked.unknown:
        abort(400)
    if asked.wanted.citizen_id is not None:  # has a page of its own, about that person
        abort(403)
    goes_out = {"export": RECORDS, **filters_of(asked.wanted)}
    if form.validate_on_submit():
        return copies.ask(THE_LOG, goes_out, form)
    shown = {"typed": asked.typed, "goes_out": in_words(goes_out), "in_words": in_words}
    return copies.page("admin/audit/copies.html", THE_LOG, form, **shown)


@blueprint.post("/<uuid:request_id>")
def take(request_id: UUID) -> Response:
    """The file, for whoever asked and was allowed to have it: what was agreed on, whatever is asked for now."""
    if (proof := ask_to_confirm(url_for(".ask"))) is not None:
        return proof
    agreed = copies.agreed(THE_LOG, request_id)
    return log_file(wanted_of(agreed.after or {}), agreed.id)
