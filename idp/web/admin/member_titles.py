"""Members of a registration as people compare them: what each is called, and its value in plain text."""

import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.relying_parties.comparison import SCOPE
from idp.web.admin.scope_forms import scope_titles

TITLES: dict[str, LazyString] = {
    "client_name": _l("Tên ứng dụng (tiếng Việt)"),
    "client_name#en": _l("Tên ứng dụng (tiếng Anh)"),
    "unit": _l("Đơn vị chủ quản"),
    "contacts": _l("Thư điện tử người phụ trách"),
    "technical_contact": _l("Đầu mối kỹ thuật"),
    "legal_contact": _l("Đầu mối pháp lý"),
    "client_uri": _l("Trang giới thiệu"),
    "logo_uri": _l("Biểu trưng"),
    "policy_uri": _l("Chính sách dữ liệu"),
    "tos_uri": _l("Điều khoản sử dụng"),
    "minimum_level": _l("Mức xác thực yêu cầu"),
    "redirect_uris": _l("Địa chỉ chuyển hướng"),
    "post_logout_redirect_uris": _l("Địa chỉ quay về sau khi đăng xuất"),
    "backchannel_logout_uri": _l("Địa chỉ nhận thông báo đăng xuất"),
    "frontchannel_logout_uri": _l("Trang đăng xuất mở trong khung"),
    "id_token_signed_response_alg": _l("Thuật toán ký mã định danh"),
    "audiences": _l("Giao diện lập trình được gọi"),
    "token_endpoint_auth_method": _l("Cách ứng dụng tự chứng minh"),
    "grant_types": _l("Cách xin mã truy cập"),
    "profile": _l("Hồ sơ an toàn"),
    "jwks": _l("Khóa công khai"),
    "jwks_uri": _l("Địa chỉ công bố khóa (jwks_uri)"),
    "require_pkce": _l("Bắt buộc PKCE"),
    "pkce_exempt_until": _l("Miễn PKCE đến hết ngày"),
    "sector": _l("Nhóm định danh"),
    "scope": _l("Phạm vi dữ liệu"),
    "role": _l("Vai trò"),
}

_GROUND: dict[str, LazyString] = {
    "legal_basis": _l("Căn cứ"),
    "legal_reference": _l("Văn bản, điều khoản"),
    "purpose": _l("Mục đích"),
    "retention": _l("Thời hạn lưu giữ"),
    "until": _l("Căn cứ hết hiệu lực sau ngày"),
    "optional": _l("Được từ chối"),
    "commune": _l("Mã xã, phường, đặc khu"),
}
_BASES: dict[str, LazyString] = {
    "law": _l("Theo quy định của pháp luật"),
    "consent": _l("Người dân đồng ý"),
}


def member_title(name: str) -> str:
    """What a member is called; a scope by what it opens."""
    if name.startswith(SCOPE):
        scope = name.removeprefix(SCOPE)
        title = scope_titles().get(scope)
        return f"{title} ({scope})" if title else scope
    return str(TITLES.get(name) or name)


def plain(value: Any) -> str:
    """A value in plain text, one thing a line."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("có")) if value else str(_("không"))
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return "\n".join(map(str, value))
    if isinstance(value, dict):
        return _object(value)
    return json.dumps(value, ensure_ascii=False, indent=1) if isinstance(value, list) else str(value)


def _object(value: dict[str, Any]) -> str:
    if not value:
        return str(_("có, không cần căn cứ"))
    if "legal_basis" in value:
        return "\n".join(_ground_lines(value))
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def _ground_lines(ground: dict[str, Any]) -> list[str]:
    lines = []
    for name, title in _GROUND.items():
        value = ground.get(name)
        if value in (None, "", False, {}):
            continue
        said = str(_BASES.get(value, value)) if name == "legal_basis" else _said(value)
        lines.append(f"{title}: {said}")
    return lines


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " / ".join(str(text) for text in value.values())
    return str(_("có")) if value is True else str(value)
