"""The only place where an exception becomes an answer: a page with an incident code, or JSON for machines."""

import errno
import logging

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError
from werkzeug.exceptions import HTTPException, InternalServerError

from idp.store.patience import UNAVAILABLE, is_unavailable
from idp.turns import TooManyWaiting
from idp.web.admin.console import NOBODY_IS_ASKED_FOR, is_on_own_host
from idp.web.api.problems import Problem
from idp.web.api.problems import as_response as problem_response
from idp.web.incidents import new_incident
from idp.web.scim.errors import ScimError
from idp.web.scim.errors import as_response as scim_response
from idp.web.unit_of_work import roll_back

_log = logging.getLogger("idp.error")
RETRY_SECONDS = "10"
WAITING_SECONDS = "3"
_USED_UP = {errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.ENOSPC}
_PAGE = "layouts/{}.html"
API, SCIM = "/api/v1", "/scim/v2"


def register_error_pages(app: Flask) -> None:
    """Answer every exception in the asker's language."""
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(TooManyWaiting, _too_many_waiting)
    for trouble in UNAVAILABLE:
        app.register_error_handler(trouble, _database_trouble)
    app.register_error_handler(Exception, _fault)
    # Read now: a process that has no file left to open has to be able to say so.
    app.jinja_env.get_template(_PAGE.format("error"))


def error_page(
    status: int, title: str, text: str, incident: str | None = None, *, again: str | None = None
) -> Response:
    """A page that says what happened, whose fault it is not, and what to do next.

    Args:
        status: The HTTP status.
        title: What happened, as a heading.
        text: What to do next.
        incident: The code to show, if the reason was noted.
        again: The page to try again from, where that is worth while.
    """
    frame = "console_error" if _is_of_console() else "error"
    setattr(g, NOBODY_IS_ASKED_FOR, True)
    body = render_template(_PAGE.format(frame), title=title, text=text, incident=incident, again=again)
    return make_response(body, status)


def wants_json() -> bool:
    """Whether the asker is a machine: a protocol endpoint other than the pages of the browser's journey."""
    if request.path.startswith(("/.well-known/", "/healthz", "/readyz", API, SCIM)):
        return True
    pages = ("/oauth/authorize", "/oauth/end-session")
    return request.path.startswith("/oauth/") and not request.path.startswith(pages)


def _is_of_console() -> bool:
    # On another host than its own the console is nowhere, so no error may tell of it.
    return f"{request.path}/".startswith("/admin/") and is_on_own_host()


def _http_error(error: HTTPException) -> Response:
    if isinstance(error, InternalServerError) and isinstance(error.original_exception, Exception):
        # What happened after the view: Flask asks only here.
        return _fault(error.original_exception)
    roll_back()
    status = error.code or 500
    if status < 400:
        return Response(error.get_response().get_data(), status, error.get_response().headers)
    if wants_json():
        answer = _as_json(status, "invalid_request", _ascii(error.name))
    else:
        title, text = _words(status)
        answer = error_page(
            status, title, text, new_incident(f"{status} {error.name}") if status != 404 else None
        )
    if status == 405 and (allowed := getattr(error, "valid_methods", None)):
        answer.headers["Allow"] = ", ".join(sorted(allowed))
    return answer


def _words(status: int) -> tuple[str, str]:
    match status:
        case 404:
            return _("Không tìm thấy trang"), _(
                "Địa chỉ có thể đã được gõ nhầm hoặc trang đã được chuyển đi."
            )
        case 403:
            return _("Không được phép"), _("Trang này không dành cho tài khoản đang đăng nhập.")
        case 413 | 414 | 431:
            return _("Nội dung gửi lên quá dài"), _("Vui lòng gửi lại với nội dung ngắn hơn.")
        case 429:
            return _("Quá nhiều yêu cầu"), _("Vui lòng chờ ít phút rồi thử lại.")
        case _:
            return _("Yêu cầu không hợp lệ"), _(
                "Vui lòng quay lại trang trước và thử lại. Ông/Bà không làm gì sai."
            )


def _form_too_old(error: CSRFError) -> Response:
    roll_back()
    title = _("Trang này đã quá hạn")
    text = _("Để bảo vệ tài khoản, vui lòng mở lại trang và gửi lại. Trình duyệt cần bật cookie.")
    return error_page(400, title, text, new_incident(f"form token: {error.description}"))


def _unstorable(error: DataError) -> Response:
    # A value the database cannot hold: the asker's mistake, not ours.
    roll_back()
    return _http_error_of(400, "a value cannot be stored", error)


def _database_trouble(error: Exception) -> Response:
    return _try_again(error, "database unavailable") if is_unavailable(error) else _fault(error)


def _try_again(error: Exception, reason: str) -> Response:
    roll_back()
    code = new_incident(reason, error=error, is_kept=False)
    if wants_json():
        answer = _as_json(503, "temporarily_unavailable", f"Please retry. Reference {code}.")
    else:
        title = _("Hệ thống đang bận")
        text = _("Chưa có gì bị mất. Vui lòng thử lại sau ít giây.")
        answer = error_page(503, title, text, code, again=_this_page())
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _this_page() -> str | None:
    """The address that was asked for, if it can be opened; a form is found again under the address it was sent to."""
    adapter = current_app.create_url_adapter(request)
    is_page = adapter is not None and adapter.test(method="GET")
    return request.full_path.removesuffix("?") if is_page else None


def _too_many_waiting(_error: TooManyWaiting) -> Response:
    roll_back()
    title = _("Đang có rất nhiều người đăng nhập")
    text = _(
        "Chưa có gì bị mất. Vui lòng chờ vài giây rồi bấm Thử lại. Ông/Bà không cần làm lại các bước đã xong."
    )
    code = new_incident("too many sign in at once", is_kept=False)
    answer = error_page(503, title, text, code, again=_this_page())
    answer.headers["Retry-After"] = WAITING_SECONDS
    return answer


def _used_up(error: Exception) -> Response:
    reason = "out of files, memory or disk"
    try:
        return _try_again(error, reason)
    except OSError:
        # The words of another language may not be read yet. Those of the source are in no file.
        g.language = "vi"
        with force_locale("vi"):
            return _try_again(error, reason)


def _fault(error: Exception) -> Response:
    if isinstance(error, MemoryError) or (isinstance(error, OSError) and error.errno in _USED_UP):
        return _used_up(error)
    roll_back()
    return _http_error_of(500, "unexpected error", error)


def _http_error_of(status: int, reason: str, error: Exception) -> Response:
    code = new_incident(reason, error=error)
    if wants_json():
        name = "invalid_request" if status < 500 else "server_error"
        return _as_json(status, name, f"Reference {code}.")
    if status < 500:
        return error_page(status, *_words(status), code)
    title = _("Có lỗi ở hệ thống")
    text = _(
        "Đây không phải lỗi của Ông/Bà. Vui lòng thử lại; nếu vẫn gặp, xin gọi tổng đài và đọc mã dưới đây."
    )
    return error_page(status, title, text, code)


def _as_json(status: int, error: str, description: str) -> Response:
    """A refusal for machines, in the form of the protocol they speak."""
    if request.path.startswith(API):
        return problem_response(Problem(status, "http", description))
    if request.path.startswith(SCIM):
        return scim_response(ScimError(status, description))
    answer = jsonify(error=error, error_description=description)
    answer.status_code = status
    return answer


def _ascii(text: str) -> str:
    return "".join(sign for sign in text if " " <= sign <= "~" and sign not in '"\\')
