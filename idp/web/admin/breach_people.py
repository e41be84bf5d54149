"""The list of those a breach affects: one asks, another sees what would go out and agrees, then it is taken."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.personal_exports import AFFECTED, of_breach
from idp.store.models import Breach
from idp.store.repositories.breaches import Affected, AffectedPerson
from idp.watching.breaches import found_in, read
from idp.web.admin import copies
from idp.web.admin.console import ask_to_confirm, behind_the_door, the_operator
from idp.web.admin.csv_table import csv_line
from idp.web.admin.export_words import in_words
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

blueprint = behind_the_door(
    Blueprint("admin_breach_people", __name__, url_prefix="/admin/breaches/<uuid:breach_id>/people")
)

_COLUMNS = ("citizen_id", "client_id", "first", "last", "events")


@blueprint.route("", methods=["GET", "POST"], strict_slashes=False)
def ask(breach_id: UUID) -> Response:
    """What was asked about this breach, and asking for what was counted last."""
    breach, form = _the(breach_id), copies.WhyForm()
    counted = found_in(breach)
    if counted is None:
        flash(
            _("Hãy đếm từ nhật ký trước: người thứ hai cần biết bao nhiêu người có trong danh sách."), "bad"
        )
        return redirect(url_for("admin_breach.overview", breach_id=breach.id), 303)
    goes_out = _goes_out(breach, counted[0])
    if form.validate_on_submit():
        return copies.ask(of_breach(breach.id), goes_out, form)
    shown = {"breach": breach, "goes_out": in_words(goes_out), "in_words": in_words}
    return copies.page("admin/breaches/people.html", of_breach(breach.id), form, **shown)


@blueprint.post("/<uuid:request_id>")
def take(breach_id: UUID, request_id: UUID) -> Response:
    """The list as a table, accounts and not names, for whoever asked and was allowed to have it."""
    breach = _the(breach_id)
    if (proof := ask_to_confirm(url_for(".ask", breach_id=breach.id))) is not None:
        return proof
    agreed = copies.agreed(of_breach(breach.id), request_id)
    by, scope = the_operator().operator_id, read(agreed.after or {})
    found = services().watch.breaches.people(breach, scope, by, agreed.id)
    return sent_in_pieces(_table(found), "affected.csv", "text/csv")


def _the(breach_id: UUID) -> Breach:
    breach = services().watch.breaches.find(str(breach_id))
    if breach is None:
        abort(404)
    return breach


def _goes_out(breach: Breach, counted: Affected) -> dict[str, Any]:
    affected = {
        "people": counted.people,
        "events": counted.events,
        "at": sorted(filter(None, counted.clients)),
    }
    return {"export": AFFECTED, **affected, **breach.scope}


def _table(rows: Iterable[AffectedPerson]) -> Iterator[str]:
    yield csv_line(_COLUMNS)
    for row in rows:
        cells: list[Any] = [getattr(row, column) for column in _COLUMNS]
        yield csv_line(cells)
