"""An application wants more than the session shows: use the second factor, add one, or go on without where it may."""

from flask import Blueprint, redirect, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.web.citizen.destination import destination
from idp.web.citizen.session_cookie import current_session
from idp.web.citizen.sign_in_answers import page
from idp.web.current import services
from idp.web.waiting import waiting_grant

blueprint = Blueprint("raise_level", __name__, url_prefix="/sign-in/level")


class WithoutForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One button: go on at the level there is."""


@blueprint.route("", methods=["GET", "POST"])
def ask() -> Response:
    """Lead to the second factor; where there is none, offer to add one, and to do without if it is only wished."""
    pending, grant = waiting_grant(request.args.get("request", ""))
    to, session, form = destination(), current_session(), WithoutForm()
    if session is None or session.citizen.has_second_factor:
        return redirect(url_for("sign_in.step_up", **to.way), 303)
    is_wish = grant.asked.required_level <= session.level
    if is_wish and form.validate_on_submit():
        services().pending.waive_wish(pending.handle, int(grant.asked.required_level))
        return redirect(to.address, 303)
    return page("no_factor", to, is_wish=is_wish, form=form)
