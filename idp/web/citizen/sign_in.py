"""Signing in: login and password, then the code. Decisions are made in `citizens/sign_in.py`."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from idp.citizens.entrance import Entered
from idp.citizens.password_check import Refused
from idp.citizens.second_factor import Factor
from idp.citizens.sign_in import CodeNeeded, Over, Suspended, ticket_of
from idp.citizens.throttle import Slowed
from idp.store.models import BrowserSession, Citizen, SignInAttempt
from idp.web.citizen.destination import Destination, destination
from idp.web.citizen.session_cookie import ATTEMPT, cookie, current_session, set_attempt
from idp.web.citizen.sign_in_answers import code_refused, entered, page, refusal_words, sending_words, slowed
from idp.web.citizen.sign_in_forms import LONGEST_LOGIN, AgainForm, CodeForm, PasswordForm, RecoveryCodeForm
from idp.web.citizen.visitor import visitor
from idp.web.current import services
from idp.web.errors import error_page
from idp.web.incidents import new_incident
from idp.web.waiting import Lost

blueprint = Blueprint("sign_in", __name__, url_prefix="/sign-in")


@blueprint.app_errorhandler(Lost)
def lost(_error: Lost) -> Response:
    """The waiting request is gone: answered already, or too old."""
    title = _("Trang này đã quá hạn hoặc đã dùng rồi")
    text = _("Ông/Bà không làm gì sai. Vui lòng bắt đầu lại từ ứng dụng muốn dùng.")
    return error_page(400, title, text, new_incident("no such waiting request"))


@blueprint.route("", methods=["GET", "POST"])
def password() -> Response:
    """Login and password, on one page."""
    to = destination()
    if request.method == "GET" and to.is_reached:
        return redirect(to.address, 303)
    form = PasswordForm()
    if request.method == "GET" and to.pending is not None:
        form.username.data = to.pending.params.get("login_hint", "")[:LONGEST_LOGIN]
    if not form.validate_on_submit():
        return page("password", to, 422 if form.errors else 200, form=form)
    return _with_password(form, to)


def _with_password(form: PasswordForm, to: Destination) -> Response:
    outcome = services().sign_in.with_password(
        form.username.data or "",
        form.password.data or "",
        visitor(to.client_id),
        request=to.handle,
        is_shared_device=form.shared.data,
    )
    return (
        page("suspended", to, 403)
        if isinstance(outcome, Suspended)
        else _go_on("password", to, outcome, form)
    )


@blueprint.route("/again", methods=["GET", "POST"])
def again() -> Response:
    """The password once more, before a change to what opens the account."""
    to, form = destination(), AgainForm()
    if current_session() is None:
        return redirect(url_for(".password", **to.way), 303)
    if not form.validate_on_submit():
        return page("again", to, 422 if form.errors else 200, form=form)
    outcome = services().sign_in.again(form.password.data or "", visitor(to.client_id), request=to.handle)
    return _begin_again(to) if isinstance(outcome, Over) else _go_on("again", to, outcome, form)


def _go_on(
    name: str, to: Destination, outcome: Entered | CodeNeeded | Slowed | Refused, form: FlaskForm
) -> Response:
    match outcome:
        case Entered():
            return entered(outcome, to)
        case CodeNeeded(attempt):
            response = redirect(url_for(".code", **to.way), 303)
            set_attempt(response, attempt)
            return response
        case Slowed(until):
            return slowed(name, to, until, form=form)
        case Refused(left):
            return page(name, to, 403, form=form, refused=refusal_words(name, left))


@blueprint.route("/code", methods=["GET", "POST"])
def code() -> Response:
    """The second factor, after the password."""
    return _second_step("code", CodeForm(), _asked_factor)


@blueprint.route("/recovery-code", methods=["GET", "POST"])
def recovery_code() -> Response:
    """A printed code, after the password, in place of the second factor."""
    return _second_step("recovery_code", RecoveryCodeForm(), lambda _citizen: Factor.RECOVERY_CODE)


@blueprint.route("/step-up", methods=["GET", "POST"])
def step_up() -> Response:
    """The second factor alone, for somebody who is signed in at level 1."""
    to, session = destination(), current_session()
    if session is None:
        return redirect(url_for(".password", **to.way), 303)
    if request.method == "GET" and to.handle and session.level >= to.minimum_level:
        return redirect(to.address, 303)
    if not session.citizen.has_second_factor:
        return redirect(url_for("raise_level.ask" if to.handle else "security.overview", **to.way), 303)
    return _raise_level(session, to)


def _raise_level(session: BrowserSession, to: Destination) -> Response:
    form, factor = CodeForm(), _asked_factor(session.citizen)
    shown = {
        "form": form,
        "may_remember": False,
        **_asked(session, factor, url_for(".send_to_raise", **to.way)),
    }
    if not form.validate_on_submit():
        form.otp.data = ""
        return page("step_up", to, 422 if form.errors else 200, **shown)
    outcome = services().sign_in.step_up(factor, form.otp.data or "", visitor(to.client_id))
    match outcome:
        case Entered():
            return entered(outcome, to)
        case Over():
            return redirect(url_for(".password", **to.way), 303)
        case verdict:
            return code_refused("step_up", to, verdict, **shown)


def _second_step(
    name: str, form: CodeForm | RecoveryCodeForm, asked_factor: Callable[[Citizen], Factor]
) -> Response:
    to = destination()
    attempt = services().sign_in.waiting(cookie(ATTEMPT), request=to.handle)
    if attempt is None:
        return _begin_again(to)
    factor = asked_factor(attempt.citizen)
    send_address = url_for(".send", **to.way)
    shown = {
        "form": form,
        "may_remember": not attempt.is_shared_device,
        **_asked(attempt, factor, send_address),
    }
    if not form.validate_on_submit():
        form.otp.data = ""
        return page(name, to, 422 if form.errors else 200, **shown)
    outcome = services().sign_in.with_factor(
        attempt, factor, form.otp.data or "", visitor(to.client_id), remember=form.remember.data
    )
    match outcome:
        case Entered():
            return entered(outcome, to)
        case Over():
            return _begin_again(to)
        case Suspended():
            return page("suspended", to, 403)
        case verdict:
            return code_refused(name, to, verdict, **shown)


@blueprint.post("/code/send")
def send() -> Response:
    """A code to the phone, after the password."""
    to = destination()
    attempt = services().sign_in.waiting(cookie(ATTEMPT), request=to.handle)
    return _send(attempt, ".code", to) if attempt else _begin_again(to)


@blueprint.post("/step-up/send")
def send_to_raise() -> Response:
    """A code to the phone, to step up."""
    to, session = destination(), current_session()
    return _send(session, ".step_up", to) if session else _begin_again(to)


def _send(waiting: SignInAttempt | BrowserSession, back: str, to: Destination) -> Response:
    flash(sending_words(services().sign_in.send_code(waiting, visitor(to.client_id))))
    return redirect(url_for(back, by=Factor.SMS, **to.way), 303)


def _asked(waiting: SignInAttempt | BrowserSession, factor: Factor, send_address: str) -> dict[str, Any]:
    factors = services().second_factor
    return {
        "factor": factor,
        "factors": factors.factors_of(waiting.citizen),
        "phone": factors.phone_of(waiting.citizen),
        "is_sent": factors.is_sent(ticket_of(waiting)),
        "send_address": send_address,
    }


def _begin_again(to: Destination) -> Response:
    # The back button, or another tab that was quicker: whoever is signed in by now simply goes on.
    return redirect(to.address if to.is_reached else url_for(".password", **to.way), 303)


def _asked_factor(citizen: Citizen) -> Factor:
    factors, wanted = services().second_factor.factors_of(citizen), request.args.get("by")
    return next((factor for factor in factors if factor == wanted), factors[0])
