"""Recovering an account: a code from a contact, a second proof, a new password. Decisions: `citizens/recovery.py`."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.one_time_codes import Accepted, Sent
from idp.citizens.password_policy import Refusal
from idp.citizens.recovery import LIFETIME, Differs, Lost, NoTriesLeft, Over, Shown, Way
from idp.citizens.second_factor import Factor
from idp.web.citizen.destination import Destination
from idp.web.citizen.identity_form import read_claim
from idp.web.citizen.password_words import weakness_words
from idp.web.citizen.register_forms import (
    AppCodeForm,
    FirstPasswordForm,
    IdentityForm,
    LoginForm,
    PrintedCodeForm,
    SentCodeForm,
)
from idp.web.citizen.register_words import code_words, verdict_words
from idp.web.citizen.registering import way_on
from idp.web.citizen.session_cookie import clear, cookie, put
from idp.web.citizen.sign_in_answers import sending_words
from idp.web.citizen.visitor import visitor
from idp.web.current import services
from idp.web.language import language

blueprint = Blueprint("recovery", __name__, url_prefix="/recover")
COOKIE = "recovery"
View = Callable[[Lost, Destination], Response]


def on_the_way(view: View) -> Callable[[], Response]:
    """A view of a recovery that was begun; without one, back to the beginning."""

    @wraps(view)
    def guarded() -> Response:
        to, lost = way_on(), services().recovery.find(cookie(COOKIE))
        return view(lost, to) if lost else redirect(url_for(".start", **to.way), 303)

    return guarded


@blueprint.route("", methods=["GET", "POST"])
def start() -> Response:
    """Whose account it is. The answer is the same for accounts that do not exist."""
    to, form = way_on(), LoginForm()
    if not form.validate_on_submit():
        return _page("start", to, 422 if form.errors else 200, form=form)
    value, sending = services().recovery.begin(
        form.username.data or "", network=visitor().network, language=language()
    )
    if not isinstance(sending, Sent):
        form.username.errors = [sending_words(sending)]
        return _page("start", to, 429, form=form)
    response = redirect(url_for(".code", **to.way), 303)
    put(response, COOKIE, value, LIFETIME)
    return response


@blueprint.route("/code", methods=["GET", "POST"])
@on_the_way
def code(lost: Lost, to: Destination) -> Response:
    """The code that was sent to the account's contact."""
    if lost.row.contact_proved_at is not None:
        return redirect(url_for(".proof", **to.way), 303)
    form: Any = SentCodeForm()
    if not form.validate_on_submit():
        return _page("code", to, 422 if form.errors else 200, form=form)
    outcome = services().recovery.code(lost, form.otp.data or "")
    if isinstance(outcome, Accepted | Over):
        return redirect(url_for(".proof", **to.way), 303)
    form.otp.errors, form.otp.data = [code_words(outcome)], ""
    return _page("code", to, 403, form=form)


@blueprint.route("/proof", methods=["GET", "POST"])
@on_the_way
def proof(lost: Lost, to: Destination) -> Response:
    """The second proof: the authenticator app, a recovery code, or who one is."""
    if lost.row.contact_proved_at is None:
        return redirect(url_for(".code", **to.way), 303)
    if lost.row.proved_by is not None:
        return redirect(url_for(".password", **to.way), 303)
    ways = services().recovery.ways(lost)
    if not ways:
        return _page("no_way", to)
    wanted = request.args.get("by")
    way = next((each for each in ways if each == wanted), ways[0])
    return _with_identity(lost, to, ways) if way is Way.IDENTITY else _with_code(lost, to, way, ways)


@blueprint.route("/password", methods=["GET", "POST"])
@on_the_way
def password(lost: Lost, to: Destination) -> Response:
    """The new password."""
    if lost.row.proved_by is None:
        return redirect(url_for(".proof", **to.way), 303)
    form: Any = FirstPasswordForm()
    shown = {"form": form, "least": services().recovery.least_length(lost)}
    if not form.validate_on_submit():
        return _page("password", to, 422 if form.errors else 200, **shown)
    outcome = services().recovery.choose_password(lost, form.password.data or "", network=visitor().network)
    match outcome:
        case Refusal():
            form.password.errors = [weakness_words(outcome)]
            return _page("password", to, 422, **shown)
        case Over():
            return redirect(url_for(".start", **to.way), 303)
        case Shown():
            response = redirect(url_for(".done", **to.way), 303)
            clear(response, COOKIE)
            return response


@blueprint.get("/done")
def done() -> Response:
    """The password is another one; signing in with it is the next step."""
    return _page("done", way_on())


def _with_code(lost: Lost, to: Destination, way: Way, ways: tuple[Way, ...]) -> Response:
    form: Any = AppCodeForm() if way is Way.TOTP else PrintedCodeForm()
    shown = {"form": form, "way": way, "ways": ways}
    if not form.validate_on_submit():
        return _page("proof", to, 422 if form.errors else 200, **shown)
    outcome = services().recovery.with_code(lost, way, form.otp.data or "", network=visitor().network)
    if isinstance(outcome, Shown | Over):
        return redirect(url_for(".password", **to.way), 303)
    factor = Factor.TOTP if way is Way.TOTP else Factor.RECOVERY_CODE
    form.otp.errors, form.otp.data = [verdict_words(outcome, factor)], ""
    return _page("proof", to, 403, **shown)


def _with_identity(lost: Lost, to: Destination, ways: tuple[Way, ...]) -> Response:
    form: Any = IdentityForm()
    shown: dict[str, Any] = {"form": form, "way": Way.IDENTITY, "ways": ways}
    claim = read_claim(form)
    if claim is None:
        return _page("identity", to, 422 if form.errors else 200, **shown)
    match services().recovery.with_identity(lost, claim):
        case Shown() | Over():
            return redirect(url_for(".password", **to.way), 303)
        case Differs():
            problem = _(
                "Thông tin chưa khớp với tài khoản. Vui lòng xem lại số, họ tên, ngày sinh như trên thẻ."
            )
            return _page("identity", to, 403, problem=problem, **shown)
        case NoTriesLeft():
            problem = _(
                "Đã hết số lần thử trong hôm nay. Vui lòng thử lại vào ngày mai, hoặc đến Bộ phận Một cửa."
            )
            return _page("identity", to, 429, problem=problem, **shown)


def _page(name: str, to: Destination, status: int = 200, **values: Any) -> Response:
    shown = {"problem": None, **values}
    return make_response(render_template(f"citizen/recovery/{name}.html", to=to, **shown), status)
