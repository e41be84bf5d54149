"""Permissions to register applications: listed, made, shown once, taken back."""

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from idp.oauth.supported import path_of
from idp.relying_parties.invitations import Issued
from idp.web.admin.actor_names import actor_names
from idp.web.admin.client_forms import PressForm, show_faults
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.invitation_form import InvitationForm
from idp.web.admin.scope_forms import scope_titles
from idp.web.current import services, settings

blueprint = behind_the_door(Blueprint("admin_invitations", __name__, url_prefix="/admin/invitations"))

STATES = {
    "open": (_l("Còn dùng được"), "good"),
    "used": (_l("Đã dùng hết"), "off"),
    "expired": (_l("Đã hết hạn"), "off"),
    "revoked": (_l("Đã thu hồi"), "off"),
}


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The permissions that were given, and what is left of them."""
    desk = services()
    invitations = desk.client_desk.invitations
    names = actor_names()
    return render_template(
        "admin/invitations/every.html",
        invitations=[
            (each, invitations.state(each), names.get(each.created_by or "")) for each in invitations.all()
        ],
        states=STATES,
        scope_titles=scope_titles(),
        press=PressForm(formdata=None),
        is_open=settings().registration == "open",
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> Response:
    """Give a permission."""
    form = InvitationForm()
    # Asked before the form is shown, so that nothing typed is lost on the way.
    if (asked := ask_to_confirm(url_for(".create"))) is not None:
        return asked
    if not form.is_submitted():
        form.propose(services().clock())
        return _page(form)
    if not form.validate():
        return _page(form, 422)
    operator = the_operator()
    outcome = services().client_desk.invitations.issue(form.wish(), operator_id=operator.operator_id)
    if not isinstance(outcome, Issued):
        return _page(form, 422, show_faults(form, outcome.faults))
    content = {"client_id": "", "invitation_token": outcome.token}
    services().operator_desk.sessions.show_once(operator, content)
    return redirect(url_for(".shown_once"), 303)


@blueprint.get("/token")
def shown_once() -> str:
    """A new token, for the one time it is shown. Coming back shows nothing."""
    content = services().operator_desk.sessions.take_shown_once(the_operator()) or {}
    return render_template(
        "admin/invitations/token.html",
        token=content.get("invitation_token"),
        endpoint=settings().issuer + path_of("registration"),
    )


@blueprint.post("/<invitation_id>/revoke")
def revoke(invitation_id: str) -> Response:
    """Take a permission back; what was registered with it stays."""
    if PressForm().validate_on_submit():
        operator_id = the_operator().operator_id
        services().client_desk.invitations.revoke(invitation_id, operator_id=operator_id)
        flash(_("Đã thu hồi mã mời. Ứng dụng đã đăng ký bằng mã này vẫn giữ nguyên."))
    return redirect(url_for(".every"), 303)


def _page(form: InvitationForm, status: int = 200, problems: list[str] | None = None) -> Response:
    page = render_template("admin/invitations/create.html", form=form, problems=problems or [])
    return make_response(page, status)
