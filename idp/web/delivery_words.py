"""What became of one attempt to tell an application something, in words."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

_STATUS = "status_"
_REASONS: dict[str, LazyString] = {
    "timeout": _l("không trả lời kịp"),
    "connection": _l("không kết nối được"),
    "tls": _l("chứng thư của máy chủ không được tin cậy"),
    "protocol": _l("trả lời không đúng chuẩn"),
    "forbidden_address": _l("địa chỉ không được phép gọi"),
    "no_address": _l("không còn địa chỉ nhận thông báo"),
    "signed_in_again": _l("đã có lần đăng nhập mới hơn, không cần báo"),
    "too_large": _l("trả lời quá dài"),
    "too_late": _l("đã quá thời hạn báo"),
}


def reason_words(reason: str | None) -> str:
    """Why an attempt failed; without a reason it arrived.

    Args:
        reason: The word kept with the attempt.
    """
    if reason is None:
        return str(_("đã xác nhận"))
    if reason.startswith(_STATUS):
        return str(_("máy chủ trả lời mã %(status)s", status=reason.removeprefix(_STATUS)))
    known = _REASONS.get(reason)
    return str(known) if known is not None else str(_("lỗi ở phía hệ thống này"))
