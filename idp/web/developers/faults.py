"""Switching faults on for one application, to see how it copes: in the sandbox only, for an hour at most."""

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField, SelectMultipleField

from idp.oauth.faults import Fault, active
from idp.web.admin.choices import choices
from idp.web.admin.console import the_operator
from idp.web.current import services
from idp.web.developers.desk import app_page, of_the_desk, the_application
from idp.web.developers.fault_words import WORDS
from idp.web.sandbox.fault_switch import switch

blueprint = of_the_desk(Blueprint("developers_faults", __name__, url_prefix="/developers/apps/<client_id>"))

_TAB = "developers_faults.faults"


class FaultsForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Which faults, and for how long. None of them switches all off."""

    faults = SelectMultipleField(choices=choices({str(fault): str(fault) for fault in Fault}))
    minutes = SelectField(
        _l("Trong bao lâu"),
        choices=choices({10: _l("10 phút"), 30: _l("30 phút"), 60: _l("1 giờ")}),
        coerce=int,
        default=30,
    )


@blueprint.route("/faults", methods=["GET", "POST"])
def faults(client_id: str) -> Response:
    """What is on, until when; and switching."""
    client, now = the_application(client_id), services().clock()
    form = FaultsForm()
    if request.method == "GET":
        form.faults.data = [str(fault) for fault in active(client, now)]
    if not client.is_for_test_people or not form.validate_on_submit():
        status = 409 if request.method == "POST" and not client.is_for_test_people else 200
        until = (
            datetime.fromisoformat(client.faults["until"]) if active(client, now) and client.faults else None
        )
        return app_page(
            "faults", client, _TAB, 422 if form.errors else status, form=form, words=WORDS, until=until
        )
    chosen = frozenset(Fault(name) for name in form.faults.data or ())
    until = now + timedelta(minutes=form.minutes.data)
    switch(client_id, chosen, until, the_operator().operator_id)
    flash(_("Đã bật. Lỗi chỉ xảy ra với ứng dụng này.") if chosen else _("Đã tắt mọi lỗi."))
    return redirect(url_for(".faults", client_id=client_id), 303)
