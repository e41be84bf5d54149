"""Units: the list, adding one, changing one."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.handling import within
from idp.operators.rights import Right
from idp.operators.units import NotKept, Wish
from idp.store.models import Unit
from idp.web.admin.console import ask_to_confirm, behind_the_door, deny, the_operator
from idp.web.admin.operator_forms import UnitForm
from idp.web.admin.operator_words import NOT_KEPT, UNIT_KINDS
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.admin.typed_text import complain
from idp.web.current import services
from idp.web.refused_members import note_names

blueprint = behind_the_door(Blueprint("admin_units", __name__, url_prefix="/admin/units"))

_FIELD = {
    NotKept.BAD_NAME: "name",
    NotKept.FORMULA: "name",
    NotKept.TAKEN: "name",
    NotKept.BAD_KIND: "kind",
    NotKept.BAD_DOMAIN: "domains",
    NotKept.TAKEN_DOMAIN: "domains",
}


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The units, with how many applications and operators each has."""
    holder = the_operator().operator
    units = [
        unit for unit in services().operator_desk.units.all() if within(holder, Right.SEE_UNITS, unit.name)
    ]
    clients, operators = services().clients.all(), services().operator_desk.accounts.all()
    return render_template(
        "admin/units/every.html",
        units=[
            (
                unit,
                sum(client.unit == unit.name for client in clients),
                sum(operator.unit == unit.name for operator in operators),
            )
            for unit in units
        ],
        kinds=UNIT_KINDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> Response:
    """Add a unit."""
    form = UnitForm()
    if not form.is_submitted():
        return _page("create", form)
    _note_refused(form)
    if not form.validate():
        return _page("create", form, status=422)
    outcome = services().operator_desk.units.add(Wish(**form.wish()), operator_id=the_operator().operator_id)
    if isinstance(outcome, NotKept):
        return _page("create", form, status=422, why=outcome)
    flash(_("Đã thêm đơn vị."))
    return redirect(url_for(".every"), 303)


@blueprint.route("/<unit_id>", methods=["GET", "POST"])
def change(unit_id: str) -> Response:
    """A unit, and changing it."""
    unit, form = _the_unit(unit_id), UnitForm()
    # Its domains say who may become a developer. Asked before the form is shown, so that nothing typed is lost.
    if _may_change(unit) and (asked := ask_to_confirm(url_for(".change", unit_id=unit_id))) is not None:
        return asked
    if not form.is_submitted():
        form.fill(unit)
        return _page("change", form, unit)
    _note_refused(form)
    if not form.validate():
        return _page("change", form, unit, 422)
    outcome = services().operator_desk.units.change(
        unit, Wish(**form.wish()), form.version.data or 0, operator_id=the_operator().operator_id
    )
    if isinstance(outcome, NotKept):
        if outcome is NotKept.OVERTAKEN:
            form.version.raw_data = [str(unit.version)]
        return _page("change", form, unit, 409 if outcome is NotKept.OVERTAKEN else 422, outcome)
    flash(_("Đã lưu thay đổi."))
    return redirect(url_for(".every"), 303)


def _note_refused(form: UnitForm) -> None:
    note_what_no_field_takes(form)
    note_names(the_operator().operator_id, name=form.name.data or "", name_en=form.name_en.data or "")


def _the_unit(unit_id: str) -> Unit:
    unit = services().operator_desk.units.find(unit_id)
    if unit is None:
        abort(404)
    if not within(the_operator().operator, Right.SEE_UNITS, unit.name):
        deny(Right.SEE_UNITS, about=unit.id, status=404)
    return unit


def _page(
    name: str, form: UnitForm, unit: Unit | None = None, status: int = 200, why: NotKept | None = None
) -> Response:
    problem = None
    if why is not None and why in _FIELD:
        complain(form[_FIELD[why]], NOT_KEPT[why])
    elif why is not None:
        problem = NOT_KEPT[why]
    page = render_template(
        f"admin/units/{name}.html",
        form=form,
        unit=unit,
        problem=problem,
        is_read_only=request.method == "GET" and unit is not None and not _may_change(unit),
        kinds=UNIT_KINDS,
    )
    return make_response(page, status)


def _may_change(unit: Unit) -> bool:
    return within(the_operator().operator, Right.CHANGE_UNITS, unit.name)
