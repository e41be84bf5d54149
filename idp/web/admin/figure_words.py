"""Words of the first page's figures: ways to sign in, verdicts, kinds of messages, states of keys."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

_METHODS: dict[str, LazyString] = {
    "pwd": _l("mật khẩu"),
    "otp": _l("ứng dụng tạo mã"),
    "sms": _l("tin nhắn"),
    "hwk": _l("khóa phần cứng"),
    "swk": _l("khóa đăng nhập"),
}
"""As RFC 8176 names them; what only says that there were several is left out."""

VERDICTS: dict[str, LazyString] = {
    "matched": _l("Khớp"),
    "matched_by_year": _l("Khớp theo năm sinh"),
    "not_matched": _l("Không khớp"),
    "not_enough": _l("Chưa đủ để so"),
    "correcting": _l("Dữ liệu đang được sửa"),
    "cancelled": _l("Số định danh đã hủy"),
    "stopped": _l("Phải đến cơ quan công an"),
    "too_young": _l("Chưa đủ tuổi"),
    "waiting": _l("Cơ sở dữ liệu không trả lời"),
}

REFUSALS: dict[str, LazyString] = {
    "password": _l("Sai tên đăng nhập hoặc mật khẩu"),
    "otp": _l("Sai mã của ứng dụng"),
    "sms": _l("Sai mã trong tin nhắn"),
    "recovery_code": _l("Sai mã dự phòng"),
    "suspended": _l("Tài khoản bị tạm dừng"),
}

QUEUES: dict[str, LazyString] = {
    "mail": _l("Thư điện tử"),
    "sms": _l("Tin nhắn"),
    "backchannel_logout": _l("Báo đăng xuất cho ứng dụng"),
    "leave_application": _l("Rời ứng dụng"),
    "ciba_ping": _l("Báo kết quả xin xác nhận"),
    "approval_notice": _l("Báo người dân có việc chờ xác nhận"),
    "verification": _l("Đối chiếu danh tính lại"),
}

KEY_STATES: dict[str, tuple[LazyString, str]] = {
    "current": (_l("Đang ký"), "good"),
    "next": (_l("Kế tiếp"), "off"),
    "retired": (_l("Đã thôi ký, còn công bố"), "off"),
}

ENDINGS: dict[str, LazyString] = {"secret": _l("khóa bí mật"), "certificate": _l("chứng thư")}


def way_words(detail: str) -> tuple[str, str]:
    """A way to sign in and its level: `mật khẩu, ứng dụng tạo mã` and `2`.

    Args:
        detail: As it was counted: methods, a bar, the level.
    """
    methods, _bar, level = detail.partition("|")
    known = [
        str(_METHODS.get(method) or method) for method in methods.split("+") if method not in ("mfa", "")
    ]
    return ", ".join(known) or str(_("không rõ")), level


def known_words(words: dict[str, LazyString], name: str) -> str:
    """The words for something, or its own name."""
    return str(words.get(name) or name or _("không rõ"))
