"""The life of an application: asking for its approval, letting it go live, ending it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.change_requests import NotDecided
from idp.relying_parties.client_changes import Asked
from idp.relying_parties.document import document_of
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.life import Refusal, Stopped
from idp.relying_parties.outcomes import Conflict, Rejected
from idp.relying_parties.sensitive_changes import needs_two
from idp.store.models import Client
from idp.web.admin.actor import the_actor
from idp.web.admin.ask_form import AskForm, untold_words
from idp.web.admin.client import client_page, the_client
from idp.web.admin.client_forms import PressForm, RemoveForm
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.editing import stopped_words
from idp.web.admin.refused import told_faults
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, scope_titles
from idp.web.current import services

blueprint = behind_the_door(
    Blueprint("admin_client_life", __name__, url_prefix="/admin/clients/<client_id>/life")
)


@blueprint.route("/ask", methods=["GET", "POST"])
def ask(client_id: str) -> Response:
    """Ask for the approval of a draft, once it says everything that somebody who approves has to know."""
    client, form = the_client(client_id), AskForm()
    if request.method == "GET":
        form.fill(client)
        return _ask_page(client, form)
    stopped = services().client_changes.life.stop("ask", client, the_actor(client))
    if stopped is not None and stopped.why is not Refusal.UNTOLD:
        return _told(client, stopped)
    told = form.told(client, for_citizens=_for_citizens(client))
    # Both are asked: whoever corrects the form sees everything at once.
    if not all([form.validate(), form.says_all(client, told)]):
        return _ask_page(client, form, 422)
    version = form.version.data
    saved = services().client_changes.save(
        client,
        told,
        client.version if version is None else version,
        the_actor(client),
        _("Gửi yêu cầu duyệt"),
    )
    if isinstance(saved, Rejected):
        return _ask_page(client, form, 422, told_faults(form, saved.faults, client_id))
    if isinstance(saved, Conflict):
        return _ask_page(
            client, form, 409, [_("Người khác vừa sửa hồ sơ này. Hãy xem lại trước khi làm tiếp.")]
        )
    return _asked(the_client(client_id), form)


def _asked(client: Client, form: AskForm) -> Response:
    outcome = services().client_changes.submit(client, the_actor(client), form.reason.data or "")
    if not isinstance(outcome, Asked):
        return _told(client, outcome)
    flash(_("Đã gửi yêu cầu duyệt."))
    return redirect(url_for("admin_requests.view", request_id=outcome.request.id), 303)


def _ask_page(
    client: Client, form: AskForm, status: int = 200, problems: list[str] | None = None
) -> Response:
    stopped = services().client_changes.life.stop("ask", client, the_actor(client))
    is_untold = stopped is not None and stopped.why is Refusal.UNTOLD
    registered = str(client.metadata_.get("scope", "")).split()
    return client_page(
        "ask",
        client,
        status,
        form=form,
        problems=problems or [],
        problem=stopped_words(stopped.why, stopped.faults) if stopped and not is_untold else None,
        missing=[untold_words(each) for each in stopped.faults] if stopped and is_untold else [],
        groups=[[name for name in names if name in registered] for names in (PROVINCIAL, STANDARD)],
        for_citizens=_for_citizens(client),
        scope_titles=scope_titles(),
    )


def _for_citizens(client: Client) -> bool:
    return kind_of(client) not in ("machine", "resource")


@blueprint.post("/withdraw")
def withdraw(client_id: str) -> Response:
    """Take the request back; the application is a draft again."""
    client = the_client(client_id)
    if PressForm().validate_on_submit():
        by = the_operator().operator_id
        asked = [each for each in services().client_changes.waiting_for(client) if each.asked_by == by]
        done = [services().change_requests.withdraw(each.id, by) for each in asked]
        if done and not any(isinstance(each, NotDecided) for each in done):
            flash(_("Đã rút lại yêu cầu. Ứng dụng lại là bản nháp."))
        else:
            flash(_("Chỉ người đã gửi mới rút lại được yêu cầu."))
    return redirect(_page_of(client), 303)


@blueprint.post("/go-live")
def go_live(client_id: str) -> Response:
    """Let citizens use an approved application."""
    return _move(client_id, "go_live", _("Ứng dụng đã chạy. Người dân đăng nhập được ngay bây giờ."))


@blueprint.post("/live-at-once")
def live_at_once(client_id: str) -> Response:
    """Let citizens use a draft that asks for nothing a second person has to approve."""
    return _move(client_id, "live_at_once", _("Ứng dụng đã chạy. Người dân đăng nhập được ngay bây giờ."))


@blueprint.post("/discard")
def discard(client_id: str) -> Response:
    """Give a draft up."""
    return _move(client_id, "discard", _("Đã bỏ bản nháp này."))


@blueprint.route("/retire", methods=["GET", "POST"])
def retire(client_id: str) -> Response:
    """End an application for good; its name is typed, so that it is the one that is meant."""
    client, form = the_client(client_id), RemoveForm()
    if not form.is_submitted():
        return client_page("retire", client, form=form)
    if (asked := ask_to_confirm(url_for(".retire", client_id=client_id))) is not None:
        return asked
    if not form.means(client):
        return client_page("retire", client, 422, form=form)
    return _told(
        client, services().client_changes.life.make("retire", client, the_actor(client)), _("Đã ngừng hẳn.")
    )


def may_go_live_at_once(client: Client) -> bool:
    """Whether nothing in a draft needs a second person."""
    return not needs_two(document_of(client))


def _move(client_id: str, name: str, done: str) -> Response:
    client = the_client(client_id)
    if (asked := ask_to_confirm(_page_of(client))) is not None:
        return asked
    if not PressForm().validate_on_submit():
        return redirect(_page_of(client), 303)
    return _told(client, services().client_changes.life.make(name, client, the_actor(client)), done)


def _told(client: Client, stopped: Stopped | None, done: str = "") -> Response:
    flash(stopped_words(stopped.why, stopped.faults) if stopped else done)
    return redirect(_page_of(client), 303)


def _page_of(client: Client) -> str:
    return url_for("admin_client.overview", client_id=client.client_id)
