"""One application: its page, tab by tab, and changing its registration."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound as NoSuchPage
from werkzeug.wrappers import Response

from idp.oauth.metadata import DISCOVERY_PATH
from idp.relying_parties.registration import Changed, Conflict, NotFound, Rejected
from idp.store.models import Client
from idp.web.admin.address_list import add_line, findings, mark_refused
from idp.web.admin.client_forms import ConnectionForm, GeneralForm, PressForm, show_faults
from idp.web.admin.console import behind_the_door, owned, the_operator
from idp.web.admin.overview import acts_in_words
from idp.web.admin.profile_words import in_words
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, DataForm, scope_titles
from idp.web.admin.versioned_form import VersionedForm
from idp.web.admin.words import KINDS, STATES, finding_words, kind_of
from idp.web.current import services, settings
from idp.web.headers import allow_form_target

blueprint = behind_the_door(Blueprint("admin_client", __name__, url_prefix="/admin/clients/<client_id>"))

_PAGE = 50


@blueprint.get("")
def overview(client_id: str) -> Response:
    """What the application is, what its developer needs, and what may be done with it."""
    client = the_client(client_id)
    scopes = str(client.metadata_.get("scope", "")).split()
    return client_page(
        "overview",
        client,
        discovery=settings().issuer + DISCOVERY_PATH,
        scopes=[(name, client.scope_policy.get(name) or {}) for name in scopes],
        scope_titles=scope_titles(),
        strict=in_words(services().client_desk.profiles.broken_rules(client, "fapi2")),
        acts=acts_in_words(services().audit_records.acts(("client",), most=5, client_id=client_id)),
    )


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(client_id: str) -> Response:
    """Names, owner, contacts, links, level."""
    form = GeneralForm()
    return _edit("edit", client_id, form, form.general)


@blueprint.route("/connection", methods=["GET", "POST"])
def connection(client_id: str) -> Response:
    """Where answers go, and how the application proves itself."""
    form, kind = ConnectionForm(), kind_of(the_client(client_id))
    if request.form.get("do") in ("add", "check"):
        if request.form.get("do") == "add":
            for field in form.lists:
                add_line(field)
        return _connection_page(the_client(client_id), form)
    return _edit(
        "connection",
        client_id,
        form,
        lambda: form.connection(kind),
        check=lambda: _addresses_are_good(form, is_native=kind == "native"),
    )


@blueprint.route("/data", methods=["GET", "POST"])
def data(client_id: str) -> Response:
    """What the application may learn, and on what ground."""
    form, client = DataForm(), the_client(client_id)
    for_citizens = "code" in client.metadata_.get("response_types", [])
    return _edit(
        "data",
        client_id,
        form,
        lambda: form.grounds(client.scope_policy, for_citizens=for_citizens),
        check=form.check_grounds if for_citizens else _nothing,
    )


@blueprint.get("/log")
def log(client_id: str) -> Response:
    """Everything that was done to this registration."""
    client = the_client(client_id)
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**62 else None
    found = services().audit_records.acts(("client",), most=_PAGE + 1, before=before, client_id=client_id)
    more = found[_PAGE - 1].id if len(found) > _PAGE else None
    return client_page("log", client, acts=acts_in_words(found[:_PAGE]), more=more)


def the_client(client_id: str) -> Client:
    """The application of a page; 404 when there is none, or none that this operator may do this with."""
    client = services().clients.find(client_id)
    if client is None:
        abort(404)
    return owned(client)


def client_page(name: str, client: Client, status: int = 200, **values: Any) -> Response:
    """A page of one application, with what all of them show."""
    kind = kind_of(client)
    # The trial's form leads to the authorization endpoint, which may be on another host than the console.
    allow_form_target(settings().issuer)
    page = render_template(
        f"admin/client/{name}.html",
        client=client,
        tab=name,
        kind=kind,
        kind_title=KINDS[kind][0],
        state=STATES[client.state],
        press=PressForm(formdata=None),
        **values,
    )
    return make_response(page, status)


def _nothing() -> bool:
    return True


def _edit(
    name: str,
    client_id: str,
    form: VersionedForm,
    changes: Callable[[], dict[str, Any]],
    check: Callable[[], bool] = _nothing,
) -> Response:
    client = the_client(client_id)
    if request.method == "GET":
        form.fill(client)
        return _form_page(name, client, form)
    good = form.validate()
    if not (check() and good):
        return _form_page(name, client, form, 422)
    outcome = services().client_desk.registrations.change(
        client, changes(), form.version.data or 0, operator_id=the_operator().operator_id
    )
    match outcome:
        case Changed():
            flash(_("Đã lưu thay đổi."))
            return redirect(url_for(f".{name}", client_id=client_id), 303)
        case Rejected(faults):
            return _form_page(name, client, form, 422, show_faults(form, faults))
        case Conflict(now):
            form.version.raw_data = [str(now.version)]
            return _form_page(name, now, form, 409, [_overtaken_words()])
        case NotFound():
            raise NoSuchPage


def _form_page(
    name: str, client: Client, form: VersionedForm, status: int = 200, problems: list[str] | None = None
) -> Response:
    is_native = kind_of(client) == "native"
    return client_page(
        name,
        client,
        status,
        form=form,
        problems=problems or [],
        groups=(PROVINCIAL, STANDARD),
        scope_titles=scope_titles(),
        say=lambda address: [(each, finding_words(each)) for each in findings(address, is_native=is_native)],
    )


def _connection_page(client: Client, form: ConnectionForm) -> Response:
    return _form_page("connection", client, form)


def _addresses_are_good(form: ConnectionForm, *, is_native: bool) -> bool:
    bad = [field for field in form.lists if not mark_refused(field, is_native=is_native)]
    return not bad


def _overtaken_words() -> str:
    return str(
        _(
            "Hồ sơ này vừa được người khác sửa. Nội dung Ông/Bà nhập còn nguyên bên dưới: hãy xem nhật ký, rồi lưu lại."
        )
    )
