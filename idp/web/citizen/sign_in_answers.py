"""What the pages of signing in answer with: the same few endings for every step."""

from datetime import datetime
from typing import Any

from flask import make_response, redirect, render_template
from flask_babel import format_time, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens.entrance import Entered
from idp.citizens.one_time_codes import Sending, Sent, TooMany, TooSoon
from idp.citizens.second_factor import Expired, Factor, NoCode, Right, UsedBefore, Verdict, Wrong
from idp.citizens.throttle import Slowed
from idp.web.citizen.destination import Destination
from idp.web.citizen.session_cookie import set_session
from idp.web.current import services


def page(name: str, to: Destination, status: int = 200, **values: Any) -> Response:
    """A page of signing in.

    Args:
        name: The template, without folder and ending.
        to: Where the citizen is on the way to.
        status: 200, 422 for a field to correct, 403 for a refusal, 429 for a wait.
        values: What else the template shows.
    """
    empty = {"refused": None, "slowed": None}
    return make_response(
        render_template(f"citizen/sign_in/{name}.html", to=to, **{**empty, **values}), status
    )


def entered(entry: Entered, to: Destination) -> Response:
    """Signed in: the session goes into the browser, and the citizen goes on."""
    response = redirect(to.address, 303)
    set_session(response, entry)
    return response


def slowed(name: str, to: Destination, until: datetime | None, **values: Any) -> Response:
    """The page again, with a wait."""
    words = no_code_words() if until is None and "factor" in values else waiting_words(until)
    response = page(name, to, 429, slowed=words, **values)
    if until is not None:
        response.headers["Retry-After"] = str(max(int((until - services().clock()).total_seconds()), 1))
    return response


def waiting_words(until: datetime | None) -> str:
    """How long it takes until the next try, in words."""
    if until is None:
        return str(
            _("Đã có quá nhiều lần nhập sai. Để bảo vệ tài khoản, vui lòng đặt lại mật khẩu rồi đăng nhập.")
        )
    paused = _(
        "Tạm dừng đăng nhập để bảo vệ tài khoản. Vui lòng thử lại lúc %(time)s.", time=_clock_time(until)
    )
    return str(paused)


def no_code_words() -> str:
    """No more codes are looked at, from where the citizen was not seen before."""
    return str(
        _(
            "Đã có quá nhiều mã sai. Để bảo vệ tài khoản, vui lòng đăng nhập trên thiết bị đã dùng trước đây, "
            "hoặc đến Bộ phận Một cửa."
        )
    )


def refusal_words(name: str, tries_left: int) -> str:
    """A refusal that does not say which of the two was wrong; who is signed in already typed the password only."""
    if name == "again":
        return str(
            ngettext(
                "Mật khẩu không đúng. Còn %(num)d lần thử.",
                "Mật khẩu không đúng. Còn %(num)d lần thử.",
                tries_left,
            )
        )
    return str(
        ngettext(
            "Tên đăng nhập hoặc mật khẩu không đúng. Còn %(num)d lần thử.",
            "Tên đăng nhập hoặc mật khẩu không đúng. Còn %(num)d lần thử.",
            tries_left,
        )
    )


def code_refused(name: str, to: Destination, verdict: Verdict, **values: Any) -> Response:
    """The page again, for a code that was not right; what was typed is of no more use."""
    field = values["form"].otp
    field.data = ""
    match verdict:
        case Slowed(until):
            return slowed(name, to, until, **values)
        case NoCode():
            field.errors = [_shape_of_code(values["factor"])]
            return page(name, to, 422, **values)
        case UsedBefore():
            field.errors = [_("Mã này đã được dùng. Vui lòng chờ ứng dụng hiện mã mới, sau tối đa 30 giây.")]
        case Expired():
            field.errors = [_("Mã đã hết hạn. Vui lòng gửi lại mã.")]
        case Wrong(left):
            field.errors = [_wrong_code_words(left)]
        case Right():
            raise ValueError("a code that was right is no refusal")
    return page(name, to, 403, **values)


def sending_words(sending: Sending) -> str:
    """What became of a code that was to be sent."""
    match sending:
        case Sent():
            return str(_("Đã gửi mã mới."))
        case TooSoon(until):
            return str(_("Mã vừa được gửi. Có thể gửi lại sau %(time)s.", time=_clock_time(until)))
        case TooMany():
            return str(_("Chưa gửi được mã: đã gửi quá nhiều mã trong hôm nay. Vui lòng dùng cách khác."))


def _shape_of_code(factor: Factor) -> str:
    if factor is Factor.RECOVERY_CODE:
        return str(_("Mã dự phòng gồm 12 chữ và số."))
    return str(_("Mã gồm 6 chữ số."))


def _wrong_code_words(tries_left: int) -> str:
    return str(
        ngettext(
            "Mã xác thực không đúng. Còn %(num)d lần thử.",
            "Mã xác thực không đúng. Còn %(num)d lần thử.",
            tries_left,
        )
    )


def _clock_time(at: datetime) -> str:
    return str(format_time(at, "HH:mm:ss"))
