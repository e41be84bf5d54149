"""Breaches of personal data: the list with its clocks, and opening one."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from idp.web.admin.breach_form import BreachForm, moment_in
from idp.web.admin.console import behind_the_door, the_operator
from idp.web.admin.refused import note_what_no_field_takes
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_breaches", __name__, url_prefix="/admin/breaches"))


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The breaches, the latest first, each with what is left of its time."""
    breaches = services().watch.breaches
    return render_template(
        "admin/breaches/every.html", breaches=[(breach, breaches.clocks(breach)) for breach in breaches.all()]
    )


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> Response:
    """Open one."""
    now = services().clock()
    if request.method == "GET":
        return _page(BreachForm.begun(now))
    form = BreachForm().with_clients()
    note_what_no_field_takes(form)
    if not form.is_good(now):
        return _page(form, 422)
    breach = services().watch.breaches.begin(
        form.title.data or "", moment_in(form.known_at), form.scope(), the_operator().operator_id
    )
    return redirect(url_for("admin_breach.overview", breach_id=breach.id), 303)


def _page(form: BreachForm, status: int = 200) -> Response:
    return make_response(render_template("admin/breaches/edit.html", form=form, breach=None), status)
