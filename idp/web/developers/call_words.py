"""Calls in words: which endpoint, how it ended."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.store.models import ProtocolCall
from idp.store.repositories.protocol_calls import LOGOUT

ENDPOINTS: dict[str, LazyString] = {
    "authorize": _l("Xin đăng nhập"),
    "token": _l("Đổi mã lấy token"),
    "userinfo": _l("Lấy thông tin (UserInfo)"),
    "pushed_authorization": _l("Đẩy yêu cầu (PAR)"),
    "introspection": _l("Kiểm tra token"),
    "revocation": _l("Thu hồi token"),
    "device_authorization": _l("Đăng nhập trên thiết bị"),
    "backchannel_authentication": _l("Xin đăng nhập từ xa (CIBA)"),
    "end_session": _l("Đăng xuất"),
    "registration": _l("Tự đăng ký"),
    "grant_management": _l("Quản lý quyền đã cấp"),
    LOGOUT: _l("Thông báo đăng xuất, gửi đến ứng dụng"),
}
"""By the names of `supported.py`, and the one that is sent to applications."""

OUTCOMES: dict[str, LazyString] = {"good": _l("Thành công"), "failed": _l("Lỗi")}
"""What can be filtered by."""


def outcome_of(call: ProtocolCall) -> str:
    """How a call ended, as one of `OUTCOMES`."""
    return "failed" if call.error or call.status >= 400 or call.status == 0 else "good"
