"""Copies that need two people, on their pages: asked for with a reason, agreed to by another, then taken."""

from typing import Any
from uuid import UUID

from flask import abort, make_response, redirect, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from idp.operators.change_requests import LONGEST_REASON
from idp.operators.rights import Right
from idp.store.models import ChangeRequest
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import deny, the_operator
from idp.web.admin.request_words import STATES
from idp.web.admin.typed_text import at_most, stripped
from idp.web.current import services


class WhyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Why somebody needs a copy."""

    reason = TextAreaField(
        _l("Lý do"), [DataRequired(_l("Vui lòng ghi lý do.")), at_most(LONGEST_REASON)], filters=[stripped]
    )


def page(template: str, subject: str, form: WhyForm, **more: Any) -> Response:
    """What was asked about something, and asking once more.

    Args:
        template: Of the page.
        subject: What it is about, as requests name it.
        form: For the reason.
        more: What else the template shows.
    """
    desk, by = services(), the_operator().operator_id
    asked = desk.personal_exports.about(desk.change_requests, subject)
    text = render_template(
        template,
        asked=[(each, desk.personal_exports.may_take(each, by)) for each in asked],
        state_of=desk.change_requests.state_of,
        states=STATES,
        form=form,
        **more,
    )
    return make_response(text, 422 if form.errors else 200)


def ask(subject: str, goes_out: dict[str, Any], form: WhyForm) -> Response:
    """Ask for a copy, and go to where the second person will see it."""
    desk, by = services(), the_operator().operator_id
    reason = form.reason.data or ""
    request = desk.personal_exports.ask(desk.change_requests, subject, goes_out, reason, by)
    return redirect(url_for("admin_requests.view", request_id=request.id), 303)


def agreed(subject: str, request_id: UUID) -> ChangeRequest:
    """What two people agreed on, for whoever asked and takes it now; anybody else is refused."""
    desk = services()
    request = desk.change_requests.find(str(request_id))
    if request is None or request.subject != subject:
        abort(404)
    if not desk.personal_exports.may_take(request, the_operator().operator_id):
        deny(Right.EXPORT_PERSONAL)
    if not PressForm().validate_on_submit():
        abort(400)
    return request
