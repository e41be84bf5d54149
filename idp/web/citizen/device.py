"""Signing in on a device without a browser of one's own: its code is typed here (RFC 8628, 3.3)."""

from typing import Any

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from idp.audit.events.oauth import DeviceDecided
from idp.citizens.device_entry import Unknown
from idp.citizens.throttle import Slowed
from idp.oauth.decoupled import DecoupledRequest
from idp.oauth.device_number import among, shows_number
from idp.oauth.user_code import read_user_code, shown
from idp.store.models import BrowserSession, DeviceAuthorization
from idp.web.citizen.consent import ConsentForm
from idp.web.citizen.decoupled import agree, offer_choices, read_again
from idp.web.citizen.destination import Destination
from idp.web.citizen.session_cookie import current_session
from idp.web.citizen.sharing import said
from idp.web.citizen.taken_up import forget_taken_up, keep_taken_up, taken_up
from idp.web.citizen.visitor import visitor
from idp.web.current import services
from idp.web.side import door

blueprint = Blueprint("device", __name__, url_prefix="/device")

_LONGEST = 60
_THEN = "device"
OUTCOMES = ("approved", "refused", "wrong_number")


class UserCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The code on the device."""

    user_code = StringField(
        _l("Mã trên thiết bị"),
        [
            InputRequired(_l("Vui lòng nhập mã đang hiện trên thiết bị.")),
            Length(max=_LONGEST, message=_l("Mã gồm 8 chữ cái, ví dụ BCFG-HJKL.")),
        ],
    )


class DeviceForm(ConsentForm):
    """The choices, and the number that the device shows."""

    number = RadioField(
        _l("Số đang hiện trên thiết bị"),
        [InputRequired(_l("Vui lòng chọn số đang hiện trên thiết bị."))],
        validate_choice=False,
    )


@blueprint.route("", methods=["GET", "POST"])
def enter() -> Response:
    """The code, typed or brought along by a QR code; it is shown, compared and sent by hand in either case."""
    form = UserCodeForm()
    if request.method == "GET":
        brought = read_user_code(request.args.get("user_code", ""))
        form.user_code.data = shown(brought) if brought else ""
    if not form.validate_on_submit():
        return _enter_page(form, 422 if form.errors else 200)
    user_code = read_user_code(form.user_code.data or "")
    if user_code is None:
        form.user_code.errors = [_("Mã gồm 8 chữ cái, ví dụ BCFG-HJKL.")]
        return _enter_page(form, 422)
    match services().waiting_room.entry.enter(user_code, visitor()):
        case Slowed():
            form.user_code.errors = [_("Đã có quá nhiều mã không đúng. Vui lòng thử lại sau 10 phút.")]
            return _enter_page(form, 429)
        case Unknown():
            form.user_code.errors = [
                _("Không có thiết bị nào đang chờ với mã này. Mã có thể đã hết hạn; vui lòng lấy mã mới.")
            ]
            return _enter_page(form, 403)
        case value:
            response = redirect(url_for(".confirm"), 303)
            keep_taken_up(response, value)
            return response


@blueprint.route("/confirm", methods=["GET", "POST"])
def confirm() -> Response:
    """Who asks, for what, and whether the device is before one's eyes."""
    found, session = taken_up(), current_session()
    if found is None:
        flash(_("Yêu cầu này không còn chờ nữa. Vui lòng lấy mã mới trên thiết bị."))
        return redirect(url_for(".enter"), 303)
    if session is None:
        return redirect(url_for(door(), then=_THEN), 303)
    if request.method == "POST" and request.form.get("do") == "deny":
        return _refuse(found, session, "refused")
    return _answer(found, session)


def _answer(found: DeviceAuthorization, session: BrowserSession) -> Response:
    asked = read_again(found.client_id, services().waiting_room.devices.parameters_of(found))
    if away := _to_raise_level(session, asked):
        return away
    form = DeviceForm()
    offer_choices(form, asked, session)
    if not shows_number(asked.client):
        del form.number
    if not form.validate_on_submit():
        return _confirm_page(found, session, asked, form)
    if shows_number(asked.client) and form.number.data != found.number:
        return _refuse(found, session, "wrong_number")
    return _approve(found, session, asked, form.share.data or [])


@blueprint.get("/<outcome>")
def done(outcome: str) -> Response:
    """What became of it. Nothing more is to be done here."""
    if outcome not in OUTCOMES:
        abort(404)
    return make_response(render_template("citizen/device/done.html", outcome=outcome))


def _to_raise_level(session: BrowserSession, asked: DecoupledRequest) -> Response | None:
    citizen = session.citizen
    if session.level >= asked.level_for(has_second_factor=citizen.has_second_factor):
        return None
    if citizen.has_second_factor:
        return redirect(url_for(door("sign_in.step_up"), then=_THEN), 303)
    return make_response(render_template("citizen/device/no_factor.html", to=Destination(then=_THEN)))


def _approve(
    found: DeviceAuthorization, session: BrowserSession, asked: DecoupledRequest, ticked: list[str]
) -> Response:
    devices = services().waiting_room.devices
    authorization_id = agree(found, asked, session, ticked, lambda name: devices.approve(found, name))
    return _decided(found, session, "approved", authorization_id)


def _refuse(found: DeviceAuthorization, session: BrowserSession, outcome: str) -> Response:
    if not services().waiting_room.devices.refuse(found):
        return redirect(url_for(".confirm"), 303)
    return _decided(found, session, outcome)


def _decided(
    found: DeviceAuthorization, session: BrowserSession, outcome: str, authorization_id: str | None = None
) -> Response:
    services().audit.record(
        DeviceDecided(
            citizen_id=session.citizen_id,
            client_id=found.client_id,
            outcome=outcome,
            session_id=session.id,
            authorization_id=authorization_id,
        )
    )
    response = redirect(url_for(".done", outcome=outcome), 303)
    forget_taken_up(response)
    return response


def _enter_page(form: UserCodeForm, status: int) -> Response:
    return make_response(render_template("citizen/device/enter.html", form=form), status)


def _confirm_page(
    found: DeviceAuthorization, session: BrowserSession, asked: DecoupledRequest, form: DeviceForm
) -> Response:
    what: dict[str, Any] = said(session.citizen, asked.items(), asked.details)
    page = render_template(
        "citizen/device/confirm.html",
        to=Destination(then=_THEN),
        form=form,
        name=services().people.claims_of(session.citizen).get("name"),
        numbers=among(found.number, found.digest) if shows_number(asked.client) else [],
        **what,
    )
    return make_response(page, 422 if form.errors else 200)
