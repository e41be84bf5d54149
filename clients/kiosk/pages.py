"""The kiosk's pages: start, code and number, welcome, cleared. They ask by reloading, so they need no script."""

import logging
import time
from typing import Any

from flask import Blueprint, current_app, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from clients.kiosk.device_flow import SLOWER_BY_SECONDS, Citizen, DeviceFlow, Outcome
from clients.kiosk.qr_code import qr_code
from clients.kit.language import gettext as _
from clients.kit.provider import ProviderUnreachable, TokenRefused
from clients.kit.sessions import start_afresh

SCOPE = "openid ho_ten"
SECONDS_SIGNED_IN = 5 * 60
"""Whoever walks away leaves nothing behind for long."""

_SECONDS_TO_SPARE = 0.5
_log = logging.getLogger(__name__)
blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """An empty kiosk."""
    if session.get("citizen"):
        return redirect(url_for(".welcome"), 303)
    return render_template("start.html")


@blueprint.post("/begin")
def begin() -> ResponseReturnValue:
    """Get a code to show."""
    start_afresh()
    session["device"] = _flow().begin(SCOPE)
    return redirect(url_for(".wait"), 303)


@blueprint.get("/wait")
def wait() -> ResponseReturnValue:
    """Show the code and the number; ask, when it is time to, whether the citizen has decided."""
    device = session.get("device")
    if not device:
        return redirect(url_for(".start"), 303)
    if time.time() >= device["ends_at"]:
        return _over(Outcome.EXPIRED)
    if time.time() - device["asked_at"] < device["interval"] - _SECONDS_TO_SPARE:
        return _waiting(device)
    try:
        answer = _flow().ask(device["device_code"])
    except ProviderUnreachable as reason:
        _log.warning("the provider was not reached, and will be asked again: %s", reason)
        answer = Outcome.WAITING
    except TokenRefused as reason:
        _log.warning("an answer of the provider was refused: %s", ascii(str(reason)))
        return _over(Outcome.REFUSED)
    return _follow(device, answer)


@blueprint.get("/welcome")
def welcome() -> ResponseReturnValue:
    """Whoever signed in, for a while."""
    citizen = session.get("citizen")
    if not citizen:
        return redirect(url_for(".start"), 303)
    left = session["ends_at"] - time.time()
    if left <= 0:
        return _cleared()
    page = make_response(render_template("welcome.html", citizen=citizen))
    page.headers["Refresh"] = str(int(left) + 1)
    return page


@blueprint.post("/end")
def end() -> ResponseReturnValue:
    """The citizen is done: nothing stays."""
    return _cleared()


@blueprint.get("/cleared")
def cleared() -> ResponseReturnValue:
    """Nothing is here any more; soon the kiosk is ready for the next."""
    page = make_response(render_template("cleared.html"))
    page.headers["Refresh"] = f"15;url={url_for('.start')}"
    return page


def _follow(device: dict[str, Any], answer: Outcome | Citizen) -> ResponseReturnValue:
    match answer:
        case Citizen():
            start_afresh()
            session["citizen"] = {"sub": answer.sub, "sid": answer.sid, "name": answer.name}
            session["token"] = answer.access_token
            session["ends_at"] = time.time() + SECONDS_SIGNED_IN
            return redirect(url_for(".welcome"), 303)
        case Outcome.REFUSED | Outcome.EXPIRED:
            return _over(answer)
        case _:
            slower = SLOWER_BY_SECONDS if answer is Outcome.TOO_FAST else 0
            session["device"] = {
                **device,
                "asked_at": time.time(),
                "interval": device["interval"] + slower,
            }
            return _waiting(session["device"])


def _waiting(device: dict[str, Any]) -> Response:
    address = device.get("verification_uri_complete") or device["verification_uri"]
    page = make_response(
        render_template(
            "wait.html", device=device, qr=qr_code(address, _("Mã QR mở trang nhập mã trên điện thoại"))
        )
    )
    page.headers["Refresh"] = str(device["interval"])
    return page


def _over(outcome: Outcome) -> Response:
    start_afresh()
    return make_response(render_template("over.html", outcome=outcome.value))


def _cleared() -> Response:
    token = session.get("token")
    start_afresh()
    if token:
        try:
            _flow().give_back(token)
        except ProviderUnreachable as reason:
            _log.warning("a token could not be given back, and dies by itself: %s", reason)
    return redirect(url_for(".cleared"), 303)


def _flow() -> DeviceFlow:
    found: DeviceFlow = current_app.extensions["device_flow"]
    return found
