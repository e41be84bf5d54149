"""A signed copy of every release of one person's data: asked for with a reason, agreed to by another, then taken."""

from uuid import UUID

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from idp.operators.personal_exports import RELEASES
from idp.web.admin import copies, releases
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

blueprint = behind_the_door(
    Blueprint("admin_personal_export", __name__, url_prefix="/admin/audit/releases/<uuid:citizen_id>/copy")
)


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def ask(citizen_id: UUID) -> Response:
    """What was asked about this person, and asking once more."""
    form, subject = copies.WhyForm(), str(citizen_id)
    if form.validate_on_submit():
        return copies.ask(subject, {"export": RELEASES}, form)
    return copies.page("admin/audit/copy.html", subject, form, citizen_id=subject)


@blueprint.post("/<uuid:request_id>")
def take(citizen_id: UUID, request_id: UUID) -> Response:
    """The copy, for whoever asked and was allowed to have it."""
    if (proof := ask_to_confirm(url_for(".ask", citizen_id=citizen_id))) is not None:
        return proof
    request = copies.agreed(str(citizen_id), request_id)
    wanted = releases.asked(str(citizen_id), services().clock())
    lines = services().watch.exports.signed_lines(wanted, the_operator().operator_id, request.id)
    return sent_in_pieces(lines, "releases.jsonl", "application/jsonl")
