"""One breach: its clocks, whom it affects, its file, and the draft of the notice."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.store.models import Breach
from idp.watching.breach_notice import draft
from idp.watching.breaches import found_in, scope_of
from idp.web.admin.actor_names import actor_names
from idp.web.admin.breach_facts import facts_of
from idp.web.admin.breach_form import BreachForm, NoteForm
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.event_words import event_words
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.current import services

blueprint = behind_the_door(
    Blueprint("admin_breach", __name__, url_prefix="/admin/breaches/<uuid:breach_id>")
)

_SLOWER = "bad"
_PAGE = 50
"""Notes of a file on one page."""


@blueprint.get("", strict_slashes=False)
def overview(breach_id: UUID) -> Response:
    """How it stands."""
    return _page(_the(breach_id), NoteForm(formdata=None))


@blueprint.route("/edit", methods=["GET", "POST"])
def edit(breach_id: UUID) -> Response:
    """Say anew what is affected."""
    breach = _the(breach_id)
    form = BreachForm.of(breach) if request.method == "GET" else BreachForm().with_clients()
    if request.method == "POST":
        note_what_no_field_takes(form)
    if request.method == "POST" and form.is_good(services().clock()):
        by = the_operator().operator_id
        return _done(
            breach, services().watch.breaches.change(breach, form.title.data or "", form.scope(), by)
        )
    page = render_template("admin/breaches/edit.html", form=form, breach=breach)
    return make_response(page, 422 if form.errors else 200)


@blueprint.post("/count")
def count(breach_id: UUID) -> Response:
    """Ask the log whom it affects."""
    return _pressed(
        breach_id, lambda breach: services().watch.breaches.count(breach, the_operator().operator_id)
    )


@blueprint.post("/note")
def note(breach_id: UUID) -> Response:
    """Write into the file."""
    breach, form = _the(breach_id), NoteForm()
    if not form.validate_on_submit():
        return _page(breach, form, 422)
    by = the_operator().operator_id
    return _done(breach, services().watch.breaches.note(breach, form.text.data or "", by))


@blueprint.post("/report")
def report(breach_id: UUID) -> Response:
    """Note that the authority was told."""
    return _pressed(
        breach_id, lambda breach: services().watch.breaches.report(breach, the_operator().operator_id)
    )


@blueprint.post("/close")
def close(breach_id: UUID) -> Response:
    """Close the file."""
    return _pressed(
        breach_id, lambda breach: services().watch.breaches.close(breach, the_operator().operator_id)
    )


@blueprint.get("/notice")
def notice(breach_id: UUID) -> str:
    """The draft of the notice, in both languages."""
    breach = _the(breach_id)
    facts = facts_of(breach)
    return render_template(
        "admin/breaches/notice.html", breach=breach, drafts={tag: draft(facts, tag) for tag in ("vi", "en")}
    )


def _the(breach_id: UUID) -> Breach:
    breach = services().watch.breaches.find(str(breach_id))
    if breach is None:
        abort(404)
    return breach


def _pressed(breach_id: UUID, act: Callable[[Breach], bool]) -> Response:
    breach = _the(breach_id)
    if not PressForm().validate_on_submit():
        abort(400)
    return _done(breach, act(breach))


def _done(breach: Breach, is_done: bool) -> Response:
    if not is_done:
        flash(_("Hồ sơ vừa được người khác sửa hoặc đã đóng. Vui lòng xem lại."), _SLOWER)
    return redirect(url_for("admin_breach.overview", breach_id=breach.id), 303)


def _page(breach: Breach, form: NoteForm, status: int = 200) -> Response:
    breaches = services().watch.breaches
    clients = {client.client_id: client for client in services().clients.all()}
    scope, counted = scope_of(breach), found_in(breach)
    before = request.args.get("before", type=int)
    before = before if before and 0 < before < 2**62 else None
    notes = breaches.notes(breach, most=_PAGE + 1, before=before)
    page = render_template(
        "admin/breaches/overview.html",
        breach=breach,
        clocks=breaches.clocks(breach),
        no_time=timedelta(0),
        scope=scope,
        clients=clients,
        kinds=[event_words(name) for name in scope.names],
        affected=counted[0] if counted else None,
        counted_at=counted[1] if counted else None,
        notes=notes[:_PAGE],
        more=notes[_PAGE - 1].id if len(notes) > _PAGE else None,
        names=actor_names(),
        form=form,
        press=PressForm(formdata=None),
    )
    return make_response(page, status)
