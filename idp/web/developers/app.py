"""One application at the desk: its settings, ready to copy, and changing it while it is a draft."""

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from idp.oauth.metadata import DISCOVERY_PATH
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.registration import Changed, Conflict, NotFound, Rejected
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.web.admin.console import the_operator
from idp.web.admin.refused import note_what_is_not_offered, told_faults
from idp.web.current import services, settings
from idp.web.developers.apps import form_values, is_good
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.developers.draft_form import KINDS, METHODS, DraftForm
from idp.web.developers.snippets import snippets_for

blueprint = of_the_desk(Blueprint("developers_app", __name__, url_prefix="/developers/apps/<client_id>"))

_EDIT = "developers_app.edit"


@blueprint.get("")
def overview(client_id: str) -> Response:
    """What its developer needs to connect it."""
    client = the_application(client_id)
    return app_page(
        "overview",
        client,
        "developers_app.overview",
        issuer=settings().issuer,
        discovery=settings().issuer + DISCOVERY_PATH,
        snippets=snippets_for(settings().issuer, client),
        has_secret=bool(client.secrets),
    )


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(client_id: str) -> Response:
    """Change a draft. What is under approval or approved is changed in the console, by its rules."""
    client = the_application(client_id)
    if not _is_short(client):
        return app_page("not_a_draft", client, _EDIT)
    form = DraftForm.of_kind(kind_of(client))
    if request.method == "GET":
        form.fill(client)
        return _page(client, form)
    if request.form.get("do") in ("add", "check"):
        return _with_lines(client, form)
    note_what_is_not_offered(form, client.client_id)
    if not is_good(form, kind_of(client)):
        return _page(client, form, 422)
    return _changed(client, form)


def _is_short(client: Client) -> bool:
    """Whether the short form says everything that can be said about an application now."""
    method = client.metadata_.get("token_endpoint_auth_method")
    return client.state == State.DRAFT and kind_of(client) in KINDS and method in METHODS


def _changed(client: Client, form: DraftForm) -> Response:
    outcome = services().client_desk.registrations.change(
        client,
        form.members(kind_of(client), client.scope_policy),
        form.version.data or 0,
        operator_id=the_operator().operator_id,
    )
    match outcome:
        case Changed():
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for(".edit", client_id=client.client_id), 303)
        case Rejected(faults):
            return _page(client, form, 422, told_faults(form, faults, client.client_id))
        case Conflict(now):
            form.version.raw_data = [str(now.version)]
            return _page(now, form, 409, [_overtaken()])
        case NotFound():
            raise NoSuchPage


def _with_lines(client: Client, form: DraftForm) -> Response:
    if request.form.get("do") == "add":
        for field in form.lists:
            field.append_entry("")
    return _page(client, form)


def _page(client: Client, form: DraftForm, status: int = 200, problems: list[str] | None = None) -> Response:
    values = form_values(form, kind_of(client), problems)
    del values["kind"]
    return app_page("edit", client, _EDIT, status, **values)


def _overtaken() -> str:
    return str(
        _("Hồ sơ này vừa được người khác sửa. Nội dung đã nhập còn nguyên bên dưới: hãy xem lại rồi lưu.")
    )
