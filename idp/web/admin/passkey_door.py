"""The door of the console by a passkey: signing in without typing anything, and once more before dangerous acts.

The script asks for options, the browser for the owner's finger or PIN, and a form carries the answer here.
"""

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.operators.pace import Slowed
from idp.operators.sessions import Opened
from idp.operators.sign_in import Refused
from idp.web.admin.console import (
    ask_to_sign_in,
    current_operator_session,
    only_on_own_host,
    safe_way,
    set_cookie,
    the_operator,
    who_is_here,
)
from idp.web.admin.operator_forms import PasskeyForm
from idp.web.citizen.visitor import agent_of, network_of
from idp.web.current import services

blueprint = Blueprint("admin_passkey", __name__, url_prefix="/admin")
blueprint.before_request(only_on_own_host)
blueprint.context_processor(who_is_here)


@blueprint.post("/sign-in/passkey/options")
def options() -> Response:
    """What the browser is to be asked for."""
    asked = services().operator_desk.passkey_sign_in.ask(network_of(request.remote_addr))
    return _too_many() if isinstance(asked, Slowed) else jsonify(asked)


@blueprint.post("/sign-in/passkey")
def enter() -> Response:
    """Sign in with what the browser answered."""
    form = PasskeyForm()
    if not form.validate_on_submit():
        return redirect(url_for("admin_sign_in.enter"), 303)
    outcome = services().operator_desk.passkey_sign_in.enter(
        form.answer.data or "", current_operator_session(), agent_of(request.headers.get("User-Agent", ""))
    )
    if isinstance(outcome, Refused):
        return _refused("admin_sign_in.enter", form)
    return _entered(form, outcome)


@blueprint.post("/confirm/passkey/options")
def confirm_options() -> Response:
    """What the browser is to be asked for, before a dangerous act."""
    if (elsewhere := ask_to_sign_in()) is not None:
        return elsewhere
    return jsonify(services().operator_desk.passkey_sign_in.ask_again(the_operator()))


@blueprint.post("/confirm/passkey")
def confirm() -> Response:
    """Go back to what was about to be done, with what the browser answered."""
    if (elsewhere := ask_to_sign_in()) is not None:
        return elsewhere
    form = PasskeyForm()
    if not form.validate_on_submit():
        return redirect(url_for("admin_sign_in.confirm"), 303)
    outcome = services().operator_desk.passkey_sign_in.confirm(the_operator(), form.answer.data or "")
    if isinstance(outcome, Refused):
        return _refused("admin_sign_in.confirm", form)
    return _entered(form, outcome)


def _entered(form: PasskeyForm, opened: Opened) -> Response:
    return set_cookie(redirect(safe_way(form.then.data), 303), opened)


def _refused(page: str, form: PasskeyForm) -> Response:
    flash(_("Khóa truy cập này không dùng được ở đây."), "bad")
    return redirect(url_for(page, then=safe_way(form.then.data)), 303)


def _too_many() -> Response:
    answer = jsonify({"error": "slow_down"})
    answer.status_code = 429
    return answer
