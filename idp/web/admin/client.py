"""One application: its page, tab by tab, and changing its registration."""

from datetime import date
from functools import partial
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.oauth.metadata import DISCOVERY_PATH
from idp.operators.change_requests import Kind
from idp.relying_parties.document import document_of
from idp.relying_parties.ending_warnings import FIRST_OF_GROUNDS
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.sensitive_changes import needs_two
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.web.admin import editing
from idp.web.admin.actor import the_actor
from idp.web.admin.address_list import add_line, findings, mark_refused
from idp.web.admin.client_forms import ConnectionForm, GeneralForm, PressForm
from idp.web.admin.client_list import score_of
from idp.web.admin.console import behind_the_door, owned
from idp.web.admin.extras_form import EXTRAS, METHODS, own_grants
from idp.web.admin.lint_words import score_words
from idp.web.admin.member_titles import member_title
from idp.web.admin.overview import acts_in_words
from idp.web.admin.profile_words import in_words
from idp.web.admin.request_words import STATES as REQUEST_STATES
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, DataForm, scope_titles
from idp.web.admin.versioned_form import VersionedForm
from idp.web.admin.words import KINDS, STATES, finding_words
from idp.web.current import services, settings
from idp.web.headers import allow_form_target
from idp.web.unit_of_work import settle

blueprint = behind_the_door(Blueprint("admin_client", __name__, url_prefix="/admin/clients/<client_id>"))

_PAGE = 50
AREAS = ("client", "request")
"""Events about an application begin so."""
_ADDRESSES = (
    "redirect_uris",
    "post_logout_redirect_uris",
    "backchannel_logout_uri",
    "frontchannel_logout_uri",
    "jwks_uri",
)
OF_CLIENTS = (Kind.CLIENT_APPROVAL, Kind.CLIENT_CHANGE)


@blueprint.get("")
def overview(client_id: str) -> Response:
    """What the application is, what its developer needs, and what may be done with it."""
    client = the_client(client_id)
    settle()  # the keys it publishes may be fetched now
    scopes = str(client.metadata_.get("scope", "")).split()
    return client_page(
        "overview",
        client,
        discovery=settings().issuer + DISCOVERY_PATH,
        scopes=[(name, client.scope_policy.get(name) or {}) for name in scopes],
        scope_titles=scope_titles(),
        strict=in_words(services().client_desk.profiles.broken_rules(client, "fapi2")),
        acts=acts_in_words(services().audit_records.acts(AREAS, most=5, client_id=client_id)),
        moves=services().client_changes.life.moves(client, the_actor(client)),
        people=services().client_changes.history.contacts.of(client),
        waiting=services().client_changes.waiting_for(client),
        at_once=not needs_two(document_of(client)),
        ends=_ends(client),
        addresses=[(member_title(member), _listed(client, member)) for member in _ADDRESSES],
        score=score_of(client),
        score_words=score_words,
        request_states=REQUEST_STATES,
        earlier=services().change_requests.past(subject=client_id, kinds=OF_CLIENTS, most=3),
    )


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(client_id: str) -> Response:
    """Names, owner, contacts, links, level."""
    client, form = the_client(client_id), GeneralForm()
    unit = the_actor(client).unit
    if unit is not None:
        form.unit.data = client.unit
    return editing.edit(
        client,
        form,
        form.general,
        partial(_form_page, "edit", unit=unit),
        is_good=lambda: form.check_unit(client.unit),
    )


@blueprint.route("/connection", methods=["GET", "POST"])
def connection(client_id: str) -> Response:
    """Where answers go, and how the application proves itself."""
    client, form = the_client(client_id), ConnectionForm()
    kind, page = kind_of(client), partial(_form_page, "connection")
    form.offer_methods(kind, client.metadata_.get("token_endpoint_auth_method"))
    if request.form.get("do") in ("add", "check"):
        if request.form.get("do") == "add":
            for field in form.lists:
                add_line(field)
        return page(client, form)
    return editing.edit(
        client,
        form,
        lambda: form.connection(kind, own_grants(client)),
        page,
        is_good=lambda: all(
            [form.check_extras(kind), _addresses_are_good(form, is_native=_is_native(client))]
        ),
    )


@blueprint.route("/data", methods=["GET", "POST"])
def data(client_id: str) -> Response:
    """What the application may learn, and on what ground."""
    client, form = the_client(client_id), DataForm()
    for_citizens = kind_of(client) not in ("machine", "resource")
    return editing.edit(
        client,
        form,
        lambda: form.grounds(client.scope_policy, for_citizens=for_citizens),
        partial(_form_page, "data", for_citizens=for_citizens),
        is_good=form.check_grounds if for_citizens else lambda: True,
    )


@blueprint.get("/log")
def log(client_id: str) -> Response:
    """Everything that was done to this registration."""
    client = the_client(client_id)
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**62 else None
    found = services().audit_records.acts(AREAS, most=_PAGE + 1, before=before, client_id=client_id)
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
        may_edit=services().client_changes.may_edit(client, the_actor(client)),
        is_locked=client.state in (State.REQUESTED, State.RETIRED),
        press=PressForm(formdata=None),
        **values,
    )
    return make_response(page, status)


def _form_page(
    name: str,
    client: Client,
    form: VersionedForm,
    status: int = 200,
    problems: list[str] | None = None,
    **values: Any,
) -> Response:
    is_native, kind = _is_native(client), kind_of(client)
    return client_page(
        name,
        client,
        status,
        form=form,
        problems=problems or [],
        groups=(PROVINCIAL, STANDARD),
        scope_titles=scope_titles(),
        parts=EXTRAS.get(kind, ()),
        has_methods=kind in METHODS,
        by_browser="code" in client.metadata_.get("response_types", ["code"]),
        say=lambda address: [(each, finding_words(each)) for each in findings(address, is_native=is_native)],
        **values,
    )


def _ends(client: Client) -> dict[str, tuple[str, str]]:
    """For each scope whose ground has a last day: what to say about it."""
    today, found = services().provider.today(), {}
    for scope, ground in client.scope_policy.items():
        if until := ground.get("until"):
            day = date.fromisoformat(until)
            left = (day - today).days
            shown = f"{day:%d/%m/%Y}"
            if left < 0:
                found[scope] = (str(_("đã hết ngày %(day)s", day=shown)), "bad")
            else:
                found[scope] = (
                    str(_("đến hết %(day)s", day=shown)),
                    "warn" if left <= FIRST_OF_GROUNDS else "off",
                )
    return found


def _listed(client: Client, member: str) -> list[str]:
    value = client.metadata_.get(member) or []
    return [value] if isinstance(value, str) else value


def _is_native(client: Client) -> bool:
    return bool(client.metadata_.get("application_type") == "native")


def _addresses_are_good(form: ConnectionForm, *, is_native: bool) -> bool:
    bad = [field for field in form.lists if not mark_refused(field, is_native=is_native)]
    return not bad
