"""Developers sign up for the desk: a mail address, and a link that leads to an account."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.sign_up import NotSent
from idp.web.admin.console import only_on_own_host
from idp.web.admin.operator_forms import AddressForm
from idp.web.admin.typed_text import complain
from idp.web.citizen.visitor import network_of
from idp.web.current import services
from idp.web.developers.desk import for_everybody
from idp.web.language import language

blueprint = for_everybody(Blueprint("developers_sign_up", __name__, url_prefix="/developers/sign-up"))
blueprint.before_request(only_on_own_host)


@blueprint.route("", methods=["GET", "POST"])
def start() -> Response:
    """Ask for a link."""
    form = AddressForm()
    if not form.validate_on_submit():
        return _page(form, 422 if form.errors else 200)
    network = network_of(request.remote_addr)
    refusal = services().operator_desk.sign_up.ask(form.email.data or "", language(), network)
    if refusal is None:
        return redirect(url_for(".sent"), 303)
    slowed = _("Có quá nhiều yêu cầu từ mạng này. Vui lòng thử lại sau một giờ.")
    complain(form.email, slowed if refusal is NotSent.SLOWED else _("Địa chỉ thư điện tử không hợp lệ."))
    return _page(form, 429 if refusal is NotSent.SLOWED else 422)


@blueprint.get("/sent")
def sent() -> str:
    """The same words whether or not the address is known."""
    return render_template("developers/sign_up/sent.html")


def _page(form: AddressForm, status: int) -> Response:
    return make_response(render_template("developers/sign_up/start.html", form=form), status)
