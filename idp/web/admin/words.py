"""Words of the console: for states, kinds, reasons and events. What decides is below the web and has no words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import format_timedelta
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.redirect_uris import Finding, Reason
from idp.store.models import AuditRecord
from idp.web.admin.event_words import EVENTS

STATES: dict[str, tuple[LazyString, str]] = {
    "draft": (_l("Bản nháp"), "off"),
    "requested": (_l("Chờ duyệt"), "warn"),
    "test": (_l("Đang thử nghiệm"), "warn"),
    "live": (_l("Đang chạy"), "good"),
    "suspended": (_l("Tạm dừng"), "off"),
    "retired": (_l("Đã ngừng hẳn"), "off"),
}

KINDS: dict[str, tuple[LazyString, LazyString]] = {
    "web": (
        _l("Trang web có máy chủ"),
        _l(
            "Python, PHP, Java, .NET, Node. Giữ được khóa bí mật. Phần lớn cổng và phần mềm của sở, ngành là loại này."
        ),
    ),
    "high_security": (
        _l("Ứng dụng bảo mật cao (FAPI 2.0)"),
        _l("Ngân hàng, thanh toán, dữ liệu nhạy cảm. Ứng dụng có khóa riêng và tự chứng minh bằng khóa đó."),
    ),
    "spa": (
        _l("Trang web chạy hết trong trình duyệt"),
        _l("React, Vue, Angular không có máy chủ riêng. Không có khóa bí mật, bắt buộc PKCE."),
    ),
    "native": (
        _l("Ứng dụng điện thoại hoặc máy tính"),
        _l(
            "Mở trình duyệt của máy để đăng nhập, không nhúng trang đăng nhập. Không có khóa bí mật, bắt buộc PKCE."
        ),
    ),
    "kiosk": (
        _l("Máy tự phục vụ"),
        _l(
            "Màn hình ở trụ sở, tivi, thiết bị không có bàn phím. Người dân xác nhận trên điện thoại của mình."
        ),
    ),
    "machine": (
        _l("Máy gọi máy"),
        _l("Không có người dân đăng nhập. Chỉ xin quyền gọi giao diện lập trình."),
    ),
    "resource": (_l("Giao diện lập trình"), _l("Chỉ kiểm tra mã truy cập do ứng dụng khác gửi đến.")),
}

REASONS: dict[Reason, LazyString] = {
    Reason.HTTPS: _l("dùng https"),
    Reason.LOOPBACK_HTTP: _l("http trên chính máy này: được dùng khi phát triển"),
    Reason.PRIVATE_SCHEME: _l("giao thức riêng của ứng dụng trên máy"),
    Reason.EXACT: _l("sẽ được so khớp từng ký tự"),
    Reason.NOT_ABSOLUTE: _l("thiếu phần đầu: hãy ghi đủ, ví dụ https://ten-mien/duong-dan"),
    Reason.TOO_LONG: _l("quá dài: nhiều nhất %(detail)s ký tự"),
    Reason.NOT_PLAIN: _l("có ký tự không dùng được trong địa chỉ: “%(detail)s”; hãy mã hóa bằng dấu %%"),
    Reason.BACKSLASH: _l("có dấu \\, trình duyệt sẽ hiểu thành dấu /"),
    Reason.BAD_ESCAPE: _l("mã hóa sau dấu %% bị hỏng: “%(detail)s”"),
    Reason.PLAIN_HTTP: _l("phải dùng https: http chỉ được phép trên chính máy này"),
    Reason.DANGEROUS_SCHEME: _l(
        "“%(detail)s:” chạy mã hoặc đọc tệp trong trình duyệt, không bao giờ được phép"
    ),
    Reason.NOT_FOR_WEB: _l("“%(detail)s:” chỉ dành cho ứng dụng điện thoại hoặc máy tính"),
    Reason.NOT_REVERSED_DOMAIN: _l(
        "giao thức riêng phải là tên miền của đơn vị viết ngược, ví dụ vn.example.app; “%(detail)s” thì chưa"
    ),
    Reason.BAD_HOST: _l("tên miền không hợp lệ: “%(detail)s”"),
    Reason.BAD_PORT: _l("cổng không hợp lệ: “%(detail)s”"),
    Reason.FRAGMENT: _l("có dấu #: phần sau nó không đến được máy chủ"),
    Reason.WILDCARD: _l("có ký tự đại diện *: hãy ghi đủ từng địa chỉ"),
    Reason.USERINFO: _l("có dấu @ trước tên miền: đích thật sự dễ bị che giấu"),
    Reason.DOT_SEGMENTS: _l("có đoạn . hoặc .. trong đường dẫn: hãy ghi thẳng đường dẫn cuối cùng"),
    Reason.RESERVED_QUERY: _l("tham số “%(detail)s” do hệ thống đăng nhập gửi, không được đặt sẵn"),
    Reason.FOREIGN_LETTERS: _l("tên miền hiện ra là “%(detail)s”: hãy chắc rằng đúng tên của đơn vị"),
    Reason.MIXED_LETTERS: _l("tên miền trộn chữ cái trông giống nhau của nhiều bảng chữ: “%(detail)s”"),
    Reason.NUMERIC_HOST: _l("dùng địa chỉ số thay cho tên miền"),
    Reason.THIS_MACHINE: _l("chỉ chạy trên chính máy này: bỏ đi trước khi vận hành"),
    Reason.CAPITALS: _l("tên miền có chữ hoa: trình duyệt đổi thành chữ thường, so khớp sẽ sai"),
    Reason.DEFAULT_PORT: _l("cổng mặc định %(detail)s thường bị trình duyệt bỏ đi, so khớp sẽ sai"),
}

_PROBLEMS: dict[Problem, LazyString] = {
    Problem.MISSING: _l("Mục này còn thiếu."),
    Problem.EMPTY: _l("Mục này không được để trống."),
    Problem.TOO_LONG: _l("Nội dung này quá dài."),
    Problem.TOO_MANY: _l("Có quá nhiều dòng."),
    Problem.REPEATED: _l("Có dòng bị lặp lại."),
    Problem.HIDDEN_SIGNS: _l("Có ký tự ẩn trong nội dung này."),
    Problem.MIXED_LETTERS: _l("Tên chỉ gồm chữ Latinh, chữ số 0–9 và dấu câu thường gặp."),
    Problem.MARKUP: _l("Tên không được có dấu < hoặc >."),
    Problem.FORMULA: _l("Tên không được bắt đầu bằng =, +, - hoặc @: bảng tính sẽ hiểu thành công thức."),
    Problem.BAD_ADDRESS: _l("Có địa chỉ chưa dùng được, xem lý do bên dưới."),
    Problem.NOT_HTTPS: _l("Địa chỉ này phải dùng https."),
    Problem.TAKEN: _l("Mã này đã thuộc về ứng dụng khác."),
    Problem.PAST: _l("Ngày này đã qua."),
    Problem.LAW_ONLY: _l("Dữ liệu này chỉ được cấp theo quy định: cần căn cứ pháp lý."),
}

_RULES: dict[str, LazyString] = {
    "markup": _l("tên có dấu < hoặc >"),
    "mixed_letters": _l("tên có chữ hoặc dấu ngoài chữ Latinh"),
    "hidden_signs": _l("có ký tự ẩn"),
    "formula": _l("tên bắt đầu như công thức của bảng tính"),
    "not_settable": _l("mục không được tự đặt"),
}

_OF_THE_HOST = frozenset({"operator.created", "operator.credentials_reset", "operator.state_changed"})
"""Acts upon an operator, by whoever has the host."""

_NOTES: dict[str, LazyString] = {
    "reason": _l("lý do"),
    "what": _l("việc"),
    "before": _l("trước"),
    "after": _l("sau"),
    "outcome": _l("kết quả"),
    "claims": _l("dữ liệu đã nhận"),
    "overlap_seconds": _l("khóa cũ còn dùng được"),
    "algorithm": _l("thuật toán"),
    "kid": _l("mã khóa"),
    "invitation_id": _l("mã mời"),
    "uses": _l("số lần dùng"),
    "scopes": _l("phạm vi dữ liệu"),
    "profiles": _l("hồ sơ an toàn"),
    "grant_types": _l("cách xin mã truy cập"),
    "redirect_hosts": _l("tên miền chuyển hướng"),
    "rules": _l("lý do từ chối"),
    "named": _l("mục bị từ chối"),
}
"""Details of events without a difference that tell a reader something."""


@dataclass(frozen=True)
class Difference:
    """One member that changed, as a page shows it."""

    member: str
    before: str
    after: str


@dataclass(frozen=True)
class Act:
    """One thing that happened, as a page shows it."""

    record: AuditRecord
    title: str
    who: str
    differences: tuple[Difference, ...]
    notes: tuple[tuple[str, str], ...]


def finding_words(finding: Finding) -> str:
    """What a rule says about an address."""
    return str(REASONS[finding.reason]) % {"detail": finding.detail}


def fault_words(fault: Fault) -> str:
    """What is wrong with a member. Rare technical faults keep the words developers know."""
    known = _PROBLEMS.get(fault.problem)
    return str(known) if known is not None else str(_("Chưa dùng được: %(reason)s", reason=fault.sentence))


def rules_in_words(rules: object) -> str:
    """Why members of a registration were refused, by the names in `idp/web/refused_members.py`."""
    return ", ".join(
        str(_RULES.get(str(each)) or each) for each in (rules if isinstance(rules, list) else [rules])
    )


def act_of(record: AuditRecord, operators: dict[str, str]) -> Act:
    """An event of the audit log in words.

    Args:
        record: The event.
        operators: Names of operators by their id.
    """
    return Act(
        record=record,
        title=str(EVENTS.get(record.name) or record.name),
        who=_who(record, operators),
        differences=tuple(_differences(record.details)),
        notes=tuple(_notes(record, operators)),
    )


def _who(record: AuditRecord, operators: dict[str, str]) -> str:
    if record.name in _OF_THE_HOST:
        return str(_("dòng lệnh trên máy chủ"))
    known = operators.get(record.operator_id or "")
    if known:
        return known
    if record.details.get("by") == "client":
        return str(_("ứng dụng tự làm"))
    if record.name == "operator.refused":
        return str(_("không rõ"))
    return str(_("dòng lệnh trên máy chủ"))


def _differences(details: dict[str, Any]) -> Iterator[Difference]:
    members = details.get("members")
    for place, name in enumerate(members if isinstance(members, list) else []):
        yield Difference(str(name), _at(details.get("before"), place), _at(details.get("after"), place))


def _notes(record: AuditRecord, operators: dict[str, str]) -> Iterator[tuple[str, str]]:
    if record.name in _OF_THE_HOST:
        yield str(_("người quản trị")), operators.get(record.operator_id or "", "")
    if about := operators.get(str(record.details.get("about"))):
        yield str(_("người quản trị")), about
    if "members" not in record.details:
        for name, title in _NOTES.items():
            if said := _said(name, record.details.get(name)):
                yield str(title), said


def _said(name: str, value: object) -> str:
    if name == "overlap_seconds" and isinstance(value, int):
        return str(format_timedelta(value, granularity="minute"))
    if name == "rules" and value:
        return rules_in_words(value)
    return ", ".join(_plain(value).splitlines())


def _at(values: object, place: int) -> str:
    if not isinstance(values, list) or place >= len(values):
        return ""
    try:
        return _plain(json.loads(values[place]))
    except (TypeError, ValueError):
        return str(values[place])


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(each, str | int) for each in value):
        return "\n".join(map(str, value))
    if isinstance(value, bool | dict | list):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
