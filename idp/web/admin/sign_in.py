"""The door of the console without a passkey: password and code together; and once more before dangerous acts."""

from datetime import datetime

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import format_time
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from idp.operators.pace import Slowed
from idp.operators.sessions import Opened
from idp.operators.sign_in import Refused, Shown
from idp.web.admin.console import (
    ask_to_sign_in,
    clear_cookie,
    current_operator_session,
    only_on_own_host,
    safe_way,
    set_cookie,
    the_operator,
    who_is_here,
)
from idp.web.admin.operator_forms import PasskeyForm
from idp.web.admin.typed_text import at_most
from idp.web.citizen.visitor import agent_of, network_of
from idp.web.current import services

blueprint = Blueprint("admin_sign_in", __name__, url_prefix="/admin")
blueprint.before_request(only_on_own_host)
blueprint.context_processor(who_is_here)


# Made first, so that errors are listed in the order of the page.
_username = StringField(_l("Tên đăng nhập"), [InputRequired(_l("Vui lòng nhập tên đăng nhập.")), at_most(64)])


class ConfirmForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is shown again before a dangerous act."""

    password = PasswordField(_l("Mật khẩu"), [InputRequired(_l("Vui lòng nhập mật khẩu.")), at_most(1024)])
    otp = StringField(
        _l("Mã xác thực 6 chữ số"), [InputRequired(_l("Vui lòng nhập mã xác thực.")), at_most(20)]
    )
    then = HiddenField()


class SignInForm(ConfirmForm):
    """All three at once: an answer never tells which of them was wrong."""

    username = _username


@blueprint.route("/sign-in", methods=["GET", "POST"])
def enter() -> Response:
    """Sign in to the console."""
    form = SignInForm()
    if request.method == "GET":
        form.then.data = safe_way(request.args.get("then"))
        if current_operator_session() is not None:
            return redirect(form.then.data, 303)
    if not form.validate_on_submit():
        return _page("enter", form, 422 if form.errors else 200)
    shown = Shown(
        username=form.username.data or "",
        password=form.password.data or "",
        code=form.otp.data or "",
        network=_network(),
        agent=agent_of(request.headers.get("User-Agent", "")),
    )
    outcome = services().operator_desk.sign_in.enter(shown, current_operator_session())
    return _answer("enter", form, outcome)


@blueprint.route("/confirm", methods=["GET", "POST"])
def confirm() -> Response:
    """Show password and code again, then go back to what was about to be done."""
    if (elsewhere := ask_to_sign_in()) is not None:
        return elsewhere
    form = ConfirmForm()
    if request.method == "GET":
        form.then.data = safe_way(request.args.get("then"))
    if not form.validate_on_submit():
        return _page("confirm", form, 422 if form.errors else 200)
    outcome = services().operator_desk.sign_in.confirm(
        the_operator(), form.password.data or "", form.otp.data or "", _network()
    )
    return _answer("confirm", form, outcome)


@blueprint.post("/sign-out")
def leave() -> Response:
    """Leave the console."""
    session = current_operator_session()
    if session is not None:
        services().operator_desk.sign_in.leave(session)
    return clear_cookie(redirect(url_for(".enter"), 303))


def _answer(name: str, form: ConfirmForm, outcome: Refused | Slowed | Opened) -> Response:
    match outcome:
        case Opened():
            return set_cookie(redirect(safe_way(form.then.data), 303), outcome)
        case Slowed(until):
            response = _page(name, form, 429, problem=_wait(until))
            if until is not None:
                seconds = int((until - services().clock()).total_seconds())
                response.headers["Retry-After"] = str(max(seconds, 1))
            return response
        case Refused():
            problem = _("Tên đăng nhập, mật khẩu hoặc mã xác thực không đúng. Mỗi mã chỉ dùng được một lần.")
            return _page(name, form, 403, problem=str(problem))


def _page(name: str, form: ConfirmForm, status: int, problem: str | None = None) -> Response:
    form.then.data = safe_way(form.then.data)
    passkey = PasskeyForm(formdata=None, then=form.then.data)
    session = current_operator_session()
    page = render_template(
        f"admin/sign_in/{name}.html",
        form=form,
        passkey=passkey,
        has_passkey=session is not None and bool(services().operator_desk.passkeys.of(session.operator_id)),
        problem=problem,
    )
    return make_response(page, status)


def _wait(until: datetime | None) -> str:
    if until is None:
        return str(
            _("Có quá nhiều lần nhập sai. Vui lòng nhờ người quản trị máy chủ đặt lại quyền đăng nhập.")
        )
    time = format_time(until, "HH:mm:ss")
    return str(_("Tạm dừng đăng nhập để bảo vệ tài khoản. Vui lòng thử lại lúc %(time)s.", time=time))


def _network() -> str:
    return network_of(request.remote_addr)
