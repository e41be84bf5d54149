"""Suspending, resuming and removing an application. Dangerous acts ask for password and code again."""

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.relying_parties.outcomes import Changed, Rejected
from idp.store.models import Client
from idp.web.admin import editing
from idp.web.admin.actor import the_actor
from idp.web.admin.client import client_page, the_client
from idp.web.admin.client_forms import PressForm, RemoveForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.editing import stopped_words
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_client_acts", __name__, url_prefix="/admin/clients/<client_id>"))


@blueprint.post("/suspend")
def suspend(client_id: str) -> Response:
    """Stop the application for now."""
    page = url_for("admin_client.overview", client_id=the_client(client_id).client_id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    if PressForm().validate_on_submit():
        client = the_client(client_id)
        _make(
            "suspend",
            client,
            _("Đã tạm dừng ứng dụng. Không ai đăng nhập vào ứng dụng này được cho đến khi cho chạy lại."),
        )
    return redirect(page, 303)


@blueprint.post("/resume")
def resume(client_id: str) -> Response:
    """Let a suspended application be used again."""
    client = the_client(client_id)
    page = url_for("admin_client.overview", client_id=client.client_id)
    if PressForm().validate_on_submit():
        _make("resume", client, _("Ứng dụng đã chạy lại."))
    return redirect(page, 303)


@blueprint.post("/strict")
def strict(client_id: str) -> Response:
    """Hold the application to FAPI 2.0; what the profile needs is registered with it."""
    client = the_client(client_id)
    page = url_for("admin_client.overview", client_id=client.client_id)
    if (asked := ask_to_confirm(page)) is not None:
        return asked
    if not PressForm().validate_on_submit():
        return redirect(page, 303)
    change = {"profile": "fapi2"}
    outcome = services().client_changes.save(client, change, client.version, the_actor(client))
    if isinstance(outcome, Changed):
        flash(_("Ứng dụng này từ nay theo hồ sơ bảo mật cao FAPI 2.0."))
        return redirect(page, 303)
    if isinstance(outcome, Rejected):
        flash(_("Chưa chuyển được: hãy sửa các điểm được đánh dấu trước."))
        return redirect(page, 303)
    return editing.tell(client, outcome, page)


@blueprint.route("/remove", methods=["GET", "POST"])
def remove(client_id: str) -> Response:
    """Remove the application: its name is typed, so that it is the one that is meant."""
    client, form = the_client(client_id), RemoveForm()
    if not form.is_submitted():
        return client_page("remove", client, form=form)
    if (asked := ask_to_confirm(url_for(".remove", client_id=client_id))) is not None:
        return asked
    if not form.means(client):
        return client_page("remove", client, 422, form=form)
    services().client_desk.registrations.remove(client_id, operator_id=the_operator().operator_id)
    flash(_("Đã xóa ứng dụng %(app)s.", app=client.name))
    return redirect(url_for("admin_clients.every"), 303)


def _make(move: str, client: Client, done: str) -> None:
    stopped = services().client_changes.life.make(move, client, the_actor(client))
    flash(stopped_words(stopped.why, stopped.faults) if stopped else done)
