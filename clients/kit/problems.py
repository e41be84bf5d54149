"""Everything that may go wrong on the way in, said to two readers: plain words to the citizen, the reason to the log.

The citizen also gets a code by which the department finds the line in its log.
"""

import logging
import secrets
from dataclasses import dataclass
from typing import Any

from flask import Flask, make_response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from clients.kit.csrf import FormTokenMissing
from clients.kit.language import gettext as _

_log = logging.getLogger(__name__)
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True)
class Problem:
    """One thing that may go wrong, as a citizen reads of it.

    Args:
        status: The HTTP status.
        title: What happened.
        words: What it means, and what to do.
        again: Whether trying to sign in again is a good idea.
    """

    status: int
    title: str
    words: str
    again: bool = True


def denied() -> Problem:
    """The citizen said no."""
    return Problem(
        200,
        _("Không có thông tin nào được gửi đi"),
        _("Ông/Bà đã không đồng ý, hoặc đã dừng đăng nhập. Các trang công khai vẫn dùng được bình thường."),
    )


def too_old() -> Problem:
    """The answer belongs to no request of this browser."""
    return Problem(
        400,
        _("Lượt đăng nhập này đã cũ hoặc đã dùng rồi"),
        _("Vui lòng bắt đầu lại. Nếu trang này vẫn hiện ra, vui lòng bật cookie cho trang này."),
    )


def not_trusted() -> Problem:
    """The answer or a token in it does not hold."""
    return Problem(
        400,
        _("Không thể hoàn tất đăng nhập"),
        _("Câu trả lời đăng nhập không hợp lệ nên đã bị từ chối. Ông/Bà không làm gì sai. Vui lòng thử lại."),
    )


def refused_by_provider() -> Problem:
    """The provider sent an error."""
    return Problem(
        400,
        _("Không thể hoàn tất đăng nhập"),
        _("Cổng đăng nhập đã từ chối yêu cầu của ứng dụng này. Ông/Bà không làm gì sai."),
    )


def level_not_reached() -> Problem:
    """The citizen came back less strongly signed in than the page needs."""
    return Problem(
        403,
        _("Trang này cần xác thực mức cao hơn"),
        _(
            "Ông/Bà đã đăng nhập, nhưng chưa xác thực bằng yếu tố thứ hai. Nội dung đã nhập vẫn được giữ. "
            "Nếu chưa có yếu tố thứ hai, vui lòng thêm trong trang tài khoản của cổng đăng nhập."
        ),
    )


def provider_down() -> Problem:
    """The provider does not answer."""
    return Problem(
        503,
        _("Cổng đăng nhập đang tạm gián đoạn"),
        _("Đây không phải lỗi của Ông/Bà. Các trang công khai vẫn dùng được. Vui lòng thử lại sau ít phút."),
    )


def failed_here() -> Problem:
    """Something in this application broke."""
    words = _("Lỗi đã được ghi lại. Vui lòng thử lại sau ít phút.")
    return Problem(500, _("Có lỗi ở phía chúng tôi"), words, again=False)


def form_too_old() -> Problem:
    """A form without a good token."""
    return Problem(
        400,
        _("Trang này đã quá hạn"),
        _("Vui lòng quay lại trang trước, tải lại trang rồi gửi lại."),
        again=False,
    )


def show(problem: Problem, reason: str, **more: Any) -> Response:
    """The page of a problem, and its line in the log.

    Args:
        problem: What happened.
        reason: Why, for the log: no token, no code, no personal value.
        more: What else the page shows: `error` as the provider named it, `description`, `retry` as an address.
    """
    return page_of(problem, noted(reason), **more)


def noted(reason: str) -> str:
    """Write the reason into the log; the code by which the line is found.

    Args:
        reason: No token, no code, no personal value.
    """
    incident = new_incident()
    _log.warning("incident %s: %s", incident, ascii(reason[:500]))
    return incident


def page_of(problem: Problem, incident: str, **more: Any) -> Response:
    """The page of a problem that is in the log already; see `show`."""
    page = make_response(render_template("kit/problem.html", problem=problem, incident=incident, **more))
    page.status_code = problem.status
    if problem.status == 503:
        page.headers["Retry-After"] = "60"
    return page


def new_incident() -> str:
    """A code that can be read out on the telephone."""
    letters = "".join(secrets.choice(_ALPHABET) for _letter in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def register_problems(app: Flask) -> None:
    """Answer every failure with a page of ours."""
    app.register_error_handler(
        FormTokenMissing, lambda _error: show(form_too_old(), "a form without its token")
    )
    app.register_error_handler(HTTPException, _http_problem)
    app.register_error_handler(Exception, _unexpected)


def _http_problem(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    known = {
        404: (
            _("Không tìm thấy trang này"),
            _("Địa chỉ có thể đã thay đổi, hoặc trang không dành cho Ông/Bà."),
        ),
        413: (_("Nội dung gửi lên quá lớn"), _("Vui lòng rút gọn rồi gửi lại.")),
    }
    otherwise = _("Yêu cầu không hợp lệ"), _("Vui lòng quay lại trang trước và thử lại.")
    title, words = known.get(error.code, otherwise)
    page = render_template(
        "kit/problem.html", problem=Problem(error.code, title, words, again=False), incident=None
    )
    return page, error.code


def _unexpected(error: Exception) -> Response:
    _log.error("unexpected", exc_info=error)
    return show(failed_here(), type(error).__name__)
