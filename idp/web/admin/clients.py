"""The list of applications, and registering one more."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.relying_parties.client_changes import Created
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.life import Needs
from idp.relying_parties.states import State
from idp.store.models import Client
from idp.web.admin.actor import the_actor
from idp.web.admin.address_list import add_line, findings, mark_refused
from idp.web.admin.client_list import BOUNDS, ORDERS, Wanted, score_of
from idp.web.admin.console import behind_the_door, seen, the_operator
from idp.web.admin.extras_form import EXTRAS, METHODS
from idp.web.admin.lint_words import score_words
from idp.web.admin.member_check import check_again
from idp.web.admin.new_client_form import NEW_KINDS, WITHOUT_ADDRESSES, WITHOUT_CITIZENS, NewClientForm
from idp.web.admin.refused import note_what_is_not_offered, told_faults
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, scope_titles
from idp.web.admin.words import KINDS, STATES, finding_words
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_clients", __name__, url_prefix="/admin/clients"))


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The applications, searched and filtered."""
    wanted = Wanted.of(request.args)
    clients = seen(services().clients.all())
    found = wanted.among(client for client in clients if wanted.state in ("", client.state))
    return render_template(
        "admin/clients/every.html",
        clients=[(client, kind_of(client), _secret_state(client), score_of(client)) for client in found],
        wanted=wanted,
        states=STATES,
        kinds=KINDS,
        bounds=BOUNDS,
        orders=ORDERS,
        score_words=score_words,
        total=len(clients),
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
    """Register an application of one kind: live at once, a draft, or a request, as the operator's rights have it."""
    if kind not in NEW_KINDS:
        abort(404)
    form, actor = NewClientForm(), the_actor()
    form.offer_methods(kind)
    if actor.unit is not None:
        form.unit.data = actor.unit
    if request.method == "GET":
        return _page(kind, form)
    if request.form.get("do") in ("add", "check"):
        _more_lines(form)
        return _page(kind, form)
    note_what_is_not_offered(form)
    if not _is_good(form, kind):
        return _page(kind, form, 422)
    # Going live takes a proof. Who has not shown who they are for a while makes a draft, and is asked at the press.
    at_once = services().operator_desk.sessions.is_fresh(the_operator())
    outcome = services().client_changes.create(
        form.document(kind), actor, form.why.data or "", at_once=at_once
    )
    if not isinstance(outcome, Created):
        return _page(kind, form, 422, told_faults(form, outcome.faults))
    return _registered(outcome)


def _is_good(form: NewClientForm, kind: str) -> bool:
    found = [form.validate(), form.check_unit(the_actor().unit or ""), form.check_extras(kind)]
    if kind not in WITHOUT_CITIZENS:
        found.append(form.check_grounds())
    found.append(_addresses_are_good(form, is_native=kind == "native"))
    return all(found) and check_again(form)


def _registered(outcome: Created) -> Response:
    client_id = outcome.client.client_id
    if outcome.request is not None:
        flash(_("Dữ liệu theo quy định của pháp luật cần người thứ hai duyệt: đã gửi yêu cầu duyệt."))
    elif outcome.client.state == State.DRAFT and the_actor().may(Needs.APPROVE):
        flash(_("Đã tạo bản nháp. Khi hồ sơ đã đủ, hãy cho chạy ở trang của ứng dụng."))
    elif outcome.client.state == State.DRAFT:
        flash(_("Đã tạo bản nháp. Hãy thử với người dân giả định, rồi gửi yêu cầu duyệt."))
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
        parts=EXTRAS.get(kind, ()),
        has_methods=kind in METHODS,
        for_citizens=kind not in WITHOUT_CITIZENS,
        by_browser=kind not in WITHOUT_ADDRESSES,
        is_drafting=not the_actor().may(Needs.APPROVE),
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
