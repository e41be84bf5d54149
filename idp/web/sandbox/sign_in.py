"""The picker: sign in as one of the invented people, at the level one likes. Only for applications in the sandbox."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField

from idp.citizens.sessions import EndReason, Opened
from idp.web.admin.choices import choices
from idp.web.citizen.destination import Destination, destination
from idp.web.citizen.session_cookie import clear_session, current_session
from idp.web.current import services
from idp.web.sandbox.entering import enter, keep
from idp.web.sandbox.people_words import BARRED, WORDS

blueprint = Blueprint("sandbox_sign_in", __name__, url_prefix="/sandbox")


class PickForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """At which level; who, says the button that is pressed."""

    level = RadioField(choices=choices({"1": "1", "2": "2"}), default="1")


@blueprint.route("/sign-in", methods=["GET", "POST"])
def choose() -> Response:
    """Choose who is to be signed in, and how well they prove it."""
    to = destination()
    if to.client is not None and not to.client.is_for_test_people:
        return redirect(url_for("sign_in.password", **to.way), 303)
    form = PickForm()
    if request.method == "GET":
        form.level.data = str(to.minimum_level)
    if not form.validate_on_submit():
        return _page(to, form, 422 if form.errors else 200)
    opened = _raised() if request.form.get("do") == "raise" else _picked(to, int(form.level.data))
    if opened is None:
        return _page(to, form, 422, _("Không có người thử nghiệm nào như vậy. Vui lòng chọn lại."))
    return keep(redirect(to.address, 303), opened)


@blueprint.post("/sign-out")
def leave() -> Response:
    """End the sandbox's session. The form token was checked on the way in."""
    response = redirect(url_for(".choose"), 303)
    session = current_session()
    if session is not None:
        services().sessions.end(session, EndReason.SIGNED_OUT)
        clear_session(response)
    return response


def _picked(to: Destination, level: int) -> Opened | None:
    citizen = services().sandbox.people.account_of(request.form.get("person", ""))
    return enter(citizen, level, to.client_id) if citizen is not None else None


def _raised() -> Opened | None:
    """The same session, at level 2: the password is not asked again, so its time stays."""
    session = current_session()
    return services().sessions.raise_level(session, "otp") if session is not None else None


def _page(to: Destination, form: PickForm, status: int, problem: str | None = None) -> Response:
    people, session = services().sandbox.people.all(), current_session()
    page = render_template(
        "sandbox/sign_in.html",
        to=to,
        form=form,
        problem=problem,
        able=[(each, WORDS[each.key]) for each in people if each.barred is None],
        barred=[(each, BARRED[each.barred], WORDS[each.key]) for each in people if each.barred],
        session=session,
        here=next((each for each in people if session and each.key == session.citizen.persona), None),
        hint=to.pending.params.get("login_hint") if to.pending else None,
    )
    return make_response(page, status)
