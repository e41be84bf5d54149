"""An application wants the citizen to choose the account (`prompt=select_account`): go on as this one, or another."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.web.citizen.destination import destination
from idp.web.citizen.session_cookie import current_session
from idp.web.current import services
from idp.web.waiting import Lost, waiting

blueprint = Blueprint("continue_as", __name__, url_prefix="/sign-in/continue")


class ContinueForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Two buttons."""


@blueprint.route("", methods=["GET", "POST"])
def ask() -> Response:
    """Name the account that is open, and let the citizen go on with it or sign in with another."""
    pending, session = waiting(request.args.get("request", "")), current_session()
    if pending is None:
        raise Lost
    to = destination()
    if session is None or request.form.get("do") == "switch":
        return redirect(url_for("sign_in.password", request=pending.handle), 303)
    if ContinueForm().validate_on_submit():
        services().pending.choose_account(pending.handle)
        return redirect(url_for("authorize.resume", handle=pending.handle), 303)
    known = services().people.claims_of(session.citizen)
    page = render_template(
        "citizen/continue_as/ask.html",
        to=to,
        form=ContinueForm(),
        name=known.get("name"),
        session=session,
    )
    return Response(page, mimetype="text/html")
