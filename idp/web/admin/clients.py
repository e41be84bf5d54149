"""The list of applications, and registering one more."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from idp.relying_parties.registration import Registered
from idp.relying_parties.search import matching
from idp.store.models import Client
from idp.web.admin.address_list import add_line, findings, mark_refused
from idp.web.admin.client_forms import NewClientForm, show_faults
from idp.web.admin.console import behind_the_door, seen, the_operator
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, scope_titles
from idp.web.admin.words import KINDS, STATES, finding_words, kind_of
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_clients", __name__, url_prefix="/admin/clients"))

NEW_KINDS = ("web", "spa", "native", "machine")


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The applications, searched and filtered."""
    typed, state, kind = (request.args.get(name, "") for name in ("q", "state", "kind"))
    clients = seen(services().clients.all(state if state in STATES else None))
    found = [client for client in matching(clients, typed) if kind not in KINDS or kind_of(client) == kind]
    return render_template(
        "admin/clients/every.html",
        clients=[(client, kind_of(client), _secret_state(client)) for client in found],
        typed=typed[:100],
        state=state,
        kind=kind,
        states=STATES,
        kinds=KINDS,
        total=len(seen(services().clients.all())),
    )


@blueprint.get("/new")
def choose_kind() -> str | Response:
    """Which kind of application is it? Everything else follows from that."""
    kind = request.args.get("kind")
    if kind in NEW_KINDS:
        return redirect(url_for(".create", kind=kind), 303)
    return render_template(
        "admin/clients/choose_kind.html", kinds=[(name, *KINDS[name]) for name in NEW_KINDS]
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
def create(kind: str) -> Response:
    """Register an application of one kind."""
    if kind not in NEW_KINDS:
        abort(404)
    form = NewClientForm()
    if request.method == "GET":
        return _page(kind, form)
    if request.form.get("do") in ("add", "check"):
        _more_lines(form)
        return _page(kind, form)
    good = form.validate()
    good = form.check_grounds() and good if kind != "machine" else good
    good = _addresses_are_good(form, is_native=kind == "native") and good
    if not good:
        return _page(kind, form, 422)
    outcome = services().client_desk.registrations.register(
        form.document(kind), operator_id=the_operator().operator_id
    )
    if not isinstance(outcome, Registered):
        return _page(kind, form, 422, show_faults(form, outcome.faults))
    return _registered(outcome)


def _registered(outcome: Registered) -> Response:
    client_id = outcome.client.client_id
    if outcome.secret is None:
        return redirect(url_for("admin_client.overview", client_id=client_id), 303)
    content = {"client_id": client_id, "secret": outcome.secret, "first": True}
    services().operator_desk.sessions.show_once(the_operator(), content)
    return redirect(url_for("admin_secrets.shown_once", client_id=client_id), 303)


def _page(kind: str, form: NewClientForm, status: int = 200, problems: list[str] | None = None) -> Response:
    page = render_template(
        "admin/clients/create.html",
        kind=kind,
        kind_words=KINDS[kind],
        form=form,
        problems=problems or [],
        groups=(PROVINCIAL, STANDARD),
        scope_titles=scope_titles(),
        say=lambda address: [
            (each, finding_words(each)) for each in findings(address, is_native=kind == "native")
        ],
    )
    return make_response(page, status)


def _addresses_are_good(form: NewClientForm, *, is_native: bool) -> bool:
    bad = [field for field in form.lists if not mark_refused(field, is_native=is_native)]
    return not bad


def _more_lines(form: NewClientForm) -> None:
    if request.form.get("do") == "add":
        for field in form.lists:
            add_line(field)


def _secret_state(client: Client) -> tuple[int, object]:
    live = services().client_desk.secrets.live(client)
    ends = [secret.expires_at for secret in live if secret.expires_at is not None]
    return len(live), min(ends) if ends else None
