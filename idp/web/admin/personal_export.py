"""A signed copy of every release of one person's data: asked for with a reason, agreed to by another, then taken."""

from uuid import UUID

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from idp.operators.change_requests import LONGEST_REASON
from idp.operators.rights import Right
from idp.web.admin import releases
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, deny, the_operator
from idp.web.admin.request_words import STATES
from idp.web.admin.typed_text import at_most, stripped
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

blueprint = behind_the_door(
    Blueprint("admin_personal_export", __name__, url_prefix="/admin/audit/releases/<uuid:citizen_id>/copy")
)


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why somebody needs a copy."""

    reason = TextAreaField(
        _l("Lý do"), [DataRequired(_l("Vui lòng ghi lý do.")), at_most(LONGEST_REASON)], filters=[stripped]
    )


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def ask(citizen_id: UUID) -> Response:
    """What was asked about this person, and asking once more."""
    desk, by, form = services(), the_operator().operator_id, WhyForm()
    if form.validate_on_submit():
        request = desk.personal_exports.ask(desk.change_requests, str(citizen_id), form.reason.data or "", by)
        return redirect(url_for("admin_requests.view", request_id=request.id), 303)
    asked = desk.personal_exports.about(desk.change_requests, str(citizen_id))
    page = render_template(
        "admin/audit/copy.html",
        citizen_id=str(citizen_id),
        asked=[(each, desk.personal_exports.may_take(each, by)) for each in asked],
        state_of=desk.change_requests.state_of,
        states=STATES,
        form=form,
        press=PressForm(formdata=None),
    )
    return make_response(page, 422 if form.errors else 200)


@blueprint.post("/<uuid:request_id>")
def take(citizen_id: UUID, request_id: UUID) -> Response:
    """The copy, for whoever asked and was allowed to have it."""
    if (proof := ask_to_confirm(url_for(".ask", citizen_id=citizen_id))) is not None:
        return proof
    desk, by = services(), the_operator().operator_id
    request = desk.change_requests.find(str(request_id))
    if request is None or request.subject != str(citizen_id):
        abort(404)
    if not desk.personal_exports.may_take(request, by):
        deny(Right.EXPORT_PERSONAL)
    if not PressForm().validate_on_submit():
        abort(400)
    wanted = releases.asked(str(citizen_id), desk.clock())
    lines = desk.watch.exports.signed_lines(wanted, by, request.id)
    return sent_in_pieces(lines, "releases.jsonl", "application/jsonl")
