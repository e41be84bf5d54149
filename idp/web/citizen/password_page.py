"""Choosing another password."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.password_change import Overtaken, SameAsBefore
from idp.citizens.password_check import Refused
from idp.citizens.password_policy import Refusal
from idp.citizens.sessions import Opened
from idp.citizens.throttle import Slowed
from idp.web.citizen.password_words import weakness_words
from idp.web.citizen.security_forms import NewPasswordForm
from idp.web.citizen.session_cookie import set_session
from idp.web.citizen.sign_in_answers import refusal_words, waiting_words
from idp.web.citizen.signed_in import ask_to_sign_in, the_session
from idp.web.citizen.visitor import visitor
from idp.web.current import services

blueprint = Blueprint("password", __name__, url_prefix="/account/security/password")
blueprint.before_request(ask_to_sign_in)


@blueprint.route("", methods=["GET", "POST"])
def change() -> Response:
    """The password until now, and the one to come."""
    form = NewPasswordForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    outcome = services().password_change.change(
        the_session(), form.current.data or "", form.password.data or "", visitor()
    )
    match outcome:
        case Opened():
            flash(_("Đã đổi mật khẩu và đăng xuất khỏi các thiết bị khác."))
            response = redirect(url_for("security.overview"), 303)
            set_session(response, outcome)
            return response
        case Overtaken():
            flash(_("Mật khẩu vừa được đổi ở nơi khác."))
            return redirect(url_for("security.overview"), 303)
        case problem:
            return _page(form, _explain(form, problem))


def _explain(form: Any, problem: Refusal | SameAsBefore | Refused | Slowed) -> int:
    """Put the words beside the field they are about; the status that goes with them."""
    match problem:
        case Refusal():
            form.password.errors = [weakness_words(problem)]
            return 422
        case SameAsBefore():
            form.password.errors = [_("Mật khẩu mới phải khác mật khẩu hiện tại.")]
            return 422
        case Refused(left):
            form.current.errors = [refusal_words("again", left)]
            return 403
        case Slowed(until):
            form.current.errors = [waiting_words(until)]
            return 429


def _page(form: Any, status: int) -> Response:
    least = services().password_change.least_length(the_session().citizen)
    return make_response(render_template("citizen/account/password.html", form=form, least=least), status)
