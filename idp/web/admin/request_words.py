"""Words about acts that need two people."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.operators.change_requests import Kind, NotDecided

KINDS: dict[str, LazyString] = {
    Kind.CLIENT_APPROVAL: _l("Duyệt ứng dụng mới"),
    Kind.CLIENT_CHANGE: _l("Thay đổi ứng dụng đã duyệt"),
    Kind.OPERATOR_ROLE: _l("Trao quyền quản trị tỉnh"),
    Kind.KEY_ROTATION: _l("Thay khóa ký ngoài lịch"),
    Kind.KEY_REVOCATION: _l("Hủy khóa ký"),
    Kind.PERSONAL_EXPORT: _l("Trích xuất dữ liệu cá nhân"),
}

STATES: dict[str, tuple[LazyString, str]] = {
    "open": (_l("Chờ duyệt"), "warn"),
    "approved": (_l("Đã duyệt"), "good"),
    "rejected": (_l("Đã từ chối"), "bad"),
    "more_wanted": (_l("Cần bổ sung"), "warn"),
    "withdrawn": (_l("Đã rút lại"), "off"),
    "expired": (_l("Quá hạn"), "off"),
}

_NOT_DECIDED: dict[NotDecided, LazyString] = {
    NotDecided.OWN: _l("Không ai được tự duyệt yêu cầu của mình: cần một người khác."),
    NotDecided.OVER: _l("Yêu cầu này không còn chờ duyệt nữa."),
    NotDecided.UNKNOWN: _l("Không có yêu cầu này."),
}


def not_decided(why: NotDecided) -> str:
    """Why there was no decision."""
    return str(_NOT_DECIDED[why])


def kind_words(kind: str) -> str:
    """What a request asks for."""
    return str(KINDS.get(kind) or _("Việc cần hai người"))
