"""The audit log: searched, read in words, checked, and taken away as a signed copy."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired

from idp.audit.events.watching import AuditSearched
from idp.citizens.logins import LONGEST
from idp.citizens.logins import read as read_login
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import Place, Wanted
from idp.web.admin import releases
from idp.web.admin.actor_names import actor_names
from idp.web.admin.audit_query import Asked, read, written
from idp.web.admin.audit_words import Told, told
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.csv_table import csv_line
from idp.web.admin.event_words import AREAS, EVENTS
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services
from idp.web.downloads import sent_in_pieces

blueprint = behind_the_door(Blueprint("admin_audit", __name__, url_prefix="/admin/audit"))

_PAGE = 50
_COLUMNS = ("at", "name", "citizen_id", "client_id", "operator_id", "details", "writer", "sequence", "digest")


class PersonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whom it is about. It is sent, not put into the address, where it would stay."""

    identifier = StringField(
        _l("Số định danh, số điện thoại hoặc thư điện tử của người dân"),
        [DataRequired(_l("Vui lòng nhập đúng và đủ một trong ba.")), at_most(LONGEST)],
        filters=[stripped],
    )


@blueprint.get("", strict_slashes=False)
def search() -> str:
    """What was asked for, the latest first."""
    return _search_page(read(request.args), PersonForm(formdata=None))


@blueprint.post("/person")
def person() -> Response | tuple[str, int]:
    """Find one person's events. What was typed is looked up and forgotten; the account's own id goes on."""
    form = PersonForm()
    if form.validate_on_submit():
        typed = form.identifier.data or ""
        citizen_id = services().waiting_room.directory.account_of(typed)
        if citizen_id is not None:
            if request.form.get("do") == "releases":
                return redirect(url_for(".of_person", citizen_id=citizen_id), 303)
            return redirect(url_for(".search", citizen=citizen_id), 303)
        _note((read_login(typed).kind,), found=False)
        complain(form.identifier, _("Không có tài khoản nào với thông tin này."))
    return _search_page(read(request.args), form), 422


@blueprint.get("/releases/<uuid:citizen_id>")
def of_person(citizen_id: UUID) -> str:
    """Every release of one person's data in the last twelve months."""
    before = read(request.args).before
    wanted = releases.asked(str(citizen_id), services().clock())
    if before is None:
        _note(("citizen", "releases"), citizen_id=str(citizen_id))
    found = releases.releases(wanted, _PAGE + 1, before)
    return render_template(
        "admin/audit/releases.html",
        citizen_id=str(citizen_id),
        since=wanted.since,
        releases=found[:_PAGE],
        more=written(Place.of(found[_PAGE - 1].record)) if len(found) > _PAGE else None,
        is_first=before is None,
    )


@blueprint.post("/export")
def export() -> Response:
    """A copy of what was asked for, signed, or as a table, without what names citizens.

    One person's needs two people (`personal_export.py`), and so do records about citizens (`audit_copy.py`).
    """
    asked = read(request.form)
    if not PressForm().validate_on_submit() or asked.unknown:
        abort(400)
    if asked.wanted.citizen_id is not None:
        abort(403)
    return log_file(replace(asked.wanted, without_citizens=True))


def log_file(wanted: Wanted, request_id: str | None = None) -> Response:
    """Records as the file that the form asks for: signed lines, or a table.

    Args:
        wanted: Which.
        request_id: The act of two people that allows it, where it needs them.
    """
    by, exports = the_operator().operator_id, services().watch.exports
    if request.form.get("form") == "csv":
        return sent_in_pieces(_table(exports.records(wanted, by, request_id)), "audit.csv", "text/csv")
    return sent_in_pieces(exports.signed_lines(wanted, by, request_id), "audit.jsonl", "application/jsonl")


@blueprint.get("/checks")
def checks() -> str:
    """What the latest checks of the chains found."""
    names = actor_names()
    return render_template(
        "admin/audit/checks.html", checks=services().watch.checks.latest(), names=names, form=PressForm()
    )


@blueprint.post("/checks")
def check() -> Response:
    """Have the whole log checked; the worker does it piece by piece."""
    if PressForm().validate_on_submit():
        services().watch.checks.ask(the_operator().operator_id)
        flash(_("Đã bắt đầu kiểm tra. Kết quả hiện ở trang này."))
    return redirect(url_for(".checks"), 303)


def _search_page(asked: Asked, form: PersonForm) -> str:
    watch = services().watch
    found = [] if asked.unknown else watch.search.page(asked.wanted, most=_PAGE + 1, before=asked.before)
    clients = {client.client_id: client for client in services().clients.all()}
    if asked.before is None and request.method == "GET":
        known = (
            asked.wanted.client_id if asked.wanted.client_id in clients else None
        )  # never what anybody typed
        _note(asked.by, citizen_id=asked.wanted.citizen_id, client_id=known)
    return render_template(
        "admin/audit/search.html",
        asked=asked,
        records=in_words(found[:_PAGE]),
        more=written(Place.of(found[_PAGE - 1])) if len(found) > _PAGE else None,
        form=form,
        press=PressForm(formdata=None),
        clients=clients,
        operators=services().operator_desk.accounts.all(),
        areas=[(area, words, _of_area(area)) for area, words in AREAS.items()],
    )


def in_words(records: Iterable[AuditRecord]) -> list[Told]:
    """Records as they are read."""
    names = actor_names()
    return [told(record, names) for record in records]


def _of_area(area: str) -> list[tuple[str, object]]:
    return [(name, words) for name, words in EVENTS.items() if name.partition(".")[0] == area]


def _note(by: tuple[str, ...], *, found: bool = True, **about: str | None) -> None:
    services().audit.record(
        AuditSearched(by=by, found=found, operator_id=the_operator().operator_id, **about)
    )


def _table(records: Iterable[AuditRecord]) -> Iterator[str]:
    yield csv_line(_COLUMNS)
    for record in records:
        yield csv_line([getattr(record, column) for column in _COLUMNS])
