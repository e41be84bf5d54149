"""What lint says, in both languages: for each rule what is wrong, what to do, and on which page that is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.web.admin.scope_forms import scope_titles


@dataclass(frozen=True)
class RuleWords:
    """One rule.

    Args:
        sentence: What is wrong.
        fix: What to do.
        page: Where: `edit`, `connection`, `data`, `secrets`, `overview`, `calls`.
    """

    sentence: LazyString
    fix: LazyString
    page: str


@dataclass(frozen=True)
class Said:
    """A broken rule, as a page shows it."""

    id: str
    weight: int
    sentence: str
    fix: str
    about: tuple[str, ...]
    page: str


WORDS: dict[str, RuleWords] = {
    "no-pkce": RuleWords(
        _l("Không bắt buộc PKCE: mã đăng nhập bị lấy cắp thì dùng được."),
        _l("Cho phần mềm gửi code_challenge (S256), rồi bắt buộc PKCE trở lại."),
        "connection",
    ),
    "sensitive-plain": RuleWords(
        _l("Nhận dữ liệu nhạy cảm mà chưa theo hồ sơ bảo mật cao."),
        _l("Chuyển ứng dụng sang FAPI 2.0."),
        "overview",
    ),
    "foreign-domain": RuleWords(
        _l("Kết quả đăng nhập được gửi đến tên miền của đơn vị khác."),
        _l("Dùng địa chỉ thuộc tên miền của chính đơn vị."),
        "connection",
    ),
    "no-logout": RuleWords(
        _l("Người dân đăng xuất ở nơi khác thì ứng dụng không được báo."),
        _l("Khai báo địa chỉ nhận tin đăng xuất (backchannel_logout_uri)."),
        "connection",
    ),
    "old-secret": RuleWords(
        _l("Có khóa bí mật đã dùng hơn một năm."), _l("Tạo khóa mới, rồi thu hồi khóa cũ."), "secrets"
    ),
    "old-key": RuleWords(
        _l("Có khóa công khai đã đăng ký hơn một năm mà chưa thay."),
        _l("Khai báo khóa mới bên cạnh, cho phần mềm ký bằng khóa mới, rồi bỏ khóa cũ."),
        "connection",
    ),
    "ending-secrets": RuleWords(
        _l("Mọi khóa bí mật đều hết hạn trong vòng 30 ngày."),
        _l("Tạo khóa mới ngay và để hai khóa cùng dùng được một thời gian."),
        "secrets",
    ),
    "ending-certificate": RuleWords(
        _l("Có chứng thư hết hạn trong vòng 30 ngày."),
        _l("Khai báo chứng thư kế tiếp bên cạnh chứng thư đang dùng."),
        "connection",
    ),
    "many-errors": RuleWords(
        _l("Hôm qua, hơn 5 % lượt gọi của ứng dụng bị lỗi."),
        _l("Xem những lượt gọi gần đây ở trang dành cho lập trình viên."),
        "calls",
    ),
    "loopback": RuleWords(
        _l("Ứng dụng đang chạy mà vẫn nhận kết quả trên máy cá nhân (localhost)."),
        _l("Bỏ địa chỉ trên máy của lập trình viên."),
        "connection",
    ),
    "no-reference": RuleWords(
        _l("Nhận dữ liệu theo quy định mà chưa ghi văn bản nào."),
        _l("Ghi văn bản làm căn cứ cho từng loại dữ liệu."),
        "data",
    ),
    "ending-basis": RuleWords(
        _l(
            "Căn cứ pháp lý hết hiệu lực trong vòng 60 ngày; hôm sau ngày đó, ứng dụng không còn nhận dữ liệu này."
        ),
        _l("Bổ sung căn cứ mới, hoặc bỏ loại dữ liệu này."),
        "data",
    ),
    "unused-scopes": RuleWords(
        _l("Có loại dữ liệu mà 90 ngày qua ứng dụng không xin đến."),
        _l("Bỏ đi: dữ liệu không cần thì không cấp."),
        "data",
    ),
    "idle-secret": RuleWords(
        _l("Có khóa bí mật 90 ngày qua không ai dùng, trong khi khóa khác vẫn được dùng."),
        _l("Thu hồi khóa không ai dùng."),
        "secrets",
    ),
    "no-contact": RuleWords(_l("Chưa có ai để liên hệ khi có việc."), _l("Ghi đầu mối kỹ thuật."), "edit"),
    "no-policy": RuleWords(
        _l("Người dân không đọc được ứng dụng làm gì với dữ liệu của mình."),
        _l("Khai báo địa chỉ trang chính sách dữ liệu (policy_uri)."),
        "edit",
    ),
    "no-purpose": RuleWords(
        _l("Mục đích sử dụng chưa có đủ tiếng Việt và tiếng Anh."),
        _l("Ghi mục đích bằng cả hai ngôn ngữ."),
        "data",
    ),
    "no-retention": RuleWords(
        _l("Chưa ghi dữ liệu được giữ bao lâu."), _l("Ghi thời gian lưu giữ cho từng loại dữ liệu."), "data"
    ),
    "no-english": RuleWords(_l("Ứng dụng chưa có tên tiếng Anh."), _l("Ghi tên tiếng Anh."), "edit"),
}
"""What is said of each rule of `relying_parties/lint_rules.py`, by its name."""

PAGES: dict[str, tuple[str, LazyString]] = {
    "overview": ("admin_client.overview", _l("Tổng quan")),
    "edit": ("admin_client.edit", _l("Thông tin chung")),
    "connection": ("admin_client.connection", _l("Kết nối")),
    "data": ("admin_client.data", _l("Dữ liệu xin nhận")),
    "secrets": ("admin_secrets.secrets", _l("Khóa bí mật")),
    "calls": ("developers_calls.calls", _l("Các lần gọi")),
}
"""Where things are mended in the console: endpoint and words."""

GOOD, FAIR = 90, 70
"""Scores from which a registration is well, and from which it is not in a bad way."""

_HINTS = {"old-secret", "idle-secret"}
_DAYS = {"ending-secrets", "ending-certificate"}
_SCOPES = {"sensitive-plain", "unused-scopes", "no-reference", "ending-basis", "no-purpose", "no-retention"}


def score_words(score: int) -> tuple[LazyString, str]:
    """What a score means, and the look of its tag."""
    if score >= GOOD:
        return _l("Tốt"), "good"
    return (_l("Nên sửa"), "warn") if score >= FAIR else (_l("Cần sửa sớm"), "bad")


def said(broken: Iterable[dict[str, Any]]) -> list[Said]:
    """Broken rules in the language of the page.

    Args:
        broken: As a report's document has them; a rule that is gone is said as it was kept.
    """
    return [_said(each) for each in broken]


def _said(broken: dict[str, Any]) -> Said:
    words = WORDS.get(broken["id"])
    return Said(
        id=broken["id"],
        weight=broken["weight"],
        sentence=str(words.sentence) if words else broken["sentence"],
        fix=str(words.fix) if words else broken["fix"],
        about=tuple(_about(broken["id"], each) for each in broken["about"]),
        page=words.page if words else "",
    )


def _about(rule: str, word: str) -> str:
    if rule in _HINTS:
        return f"…{word}"
    if rule in _DAYS:
        return f"{date.fromisoformat(word):%d/%m/%Y}"
    if rule in _SCOPES and (title := scope_titles().get(word, word)) != word:
        return f"{title} ({word})"
    return word
