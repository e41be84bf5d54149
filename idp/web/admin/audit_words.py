"""A record of the audit log as somebody reads it who was not there: when, who, what, to whom, and the particulars."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.store.models import AuditRecord
from idp.web.admin.event_words import area_words, event_words
from idp.web.admin.figure_words import REFUSALS, VERDICTS, known_words, way_words
from idp.web.admin.words import Difference, act_of, rules_in_words
from idp.web.citizen.account_words import ASSURANCE, CLAIMS
from idp.web.context import moment

_BY_THE_CITIZEN = frozenset({"sign_in", "account", "registration", "proofing", "recovery"})
_BY_THE_APPLICATION = frozenset({"oauth"})
_BY_THE_HOUSE = frozenset({"audit.checkpoint", "audit.checked", "audit.records_dropped", "session.ended"})

_DETAILS: dict[str, LazyString] = {
    "methods": _l("cách xác thực"),
    "level": _l("mức"),
    "new_device": _l("thiết bị mới"),
    "agent": _l("trình duyệt"),
    "reason": _l("lý do"),
    "what": _l("việc"),
    "verdict": _l("kết quả"),
    "outcome": _l("kết quả"),
    "assurance": _l("danh tính"),
    "factor": _l("cách xác thực thứ hai"),
    "change": _l("thay đổi"),
    "kind": _l("loại"),
    "count": _l("số lượng"),
    "left": _l("còn lại"),
    "language": _l("ngôn ngữ"),
    "version": _l("phiên bản"),
    "proof": _l("cách chứng minh"),
    "trouble": _l("trở ngại"),
    "attempts": _l("số lần thử"),
    "claims": _l("dữ liệu"),
    "channel": _l("qua"),
    "scopes": _l("phạm vi dữ liệu"),
    "grant": _l("cách cấp"),
    "told": _l("theo luật"),
    "agreed": _l("đồng ý"),
    "declined": _l("không đồng ý"),
    "asked": _l("đã hỏi"),
    "answered": _l("đã trả lời"),
    "audiences": _l("nơi nhận"),
    "for_client_id": _l("thay cho ứng dụng"),
    "devices_forgotten": _l("thiết bị đã quên"),
    "by": _l("tìm theo"),
    "found": _l("có kết quả"),
    "form": _l("dạng"),
    "records": _l("số bản ghi"),
    "chains": _l("số chuỗi"),
    "checkpoints": _l("số mốc"),
    "faults": _l("chỗ sai"),
    "people": _l("số người"),
    "applications": _l("số ứng dụng"),
    "events": _l("số sự kiện"),
    "in_time": _l("đúng hạn"),
    "right": _l("quyền còn thiếu"),
    "role": _l("vai trò"),
    "unit": _l("đơn vị"),
    "state": _l("tình trạng"),
    "algorithm": _l("thuật toán"),
    "kid": _l("mã khóa"),
    "uses": _l("số lần dùng"),
    "session_id": _l("mã phiên"),
    "authorization_id": _l("mã ủy quyền"),
    "request_id": _l("mã yêu cầu"),
    "registration_id": _l("mã lần đăng ký"),
    "about": _l("người quản trị"),
    "changed": _l("mục đã đổi"),
    "subject": _l("về"),
    "factors": _l("cách xác thực thứ hai"),
    "sessions": _l("số phiên"),
    "authorization_details": _l("việc được làm thay"),
    "overlap_seconds": _l("khóa cũ còn dùng được, giây"),
    "profiles": _l("hồ sơ an toàn"),
    "grant_types": _l("cách xin mã truy cập"),
    "redirect_hosts": _l("tên miền chuyển hướng"),
    "known_at": _l("phát hiện lúc"),
    "starts_at": _l("từ"),
    "ends_at": _l("đến"),
    "until": _l("đến"),
    "secret_id": _l("mã khóa bí mật"),
    "ending": _l("khóa bí mật sắp ngừng"),
    "invitation_id": _l("mã mời"),
    "delivery_id": _l("mã tin báo"),
    "passkey_id": _l("mã khóa đăng nhập"),
    "officer_id": _l("mã cán bộ, công chức"),
    "way": _l("cách thôi giữ chức vụ"),
    "unit_id": _l("mã đơn vị"),
    "check_id": _l("mã lần kiểm tra"),
    "breach_id": _l("mã hồ sơ"),
    "banner_id": _l("mã thông báo"),
    "reference": _l("mã tham chiếu"),
    "heads": _l("chuỗi được ghi mốc"),
    "rules": _l("lý do từ chối"),
    "named": _l("mục bị từ chối"),
    "stretches": _l("đoạn chuỗi đã bỏ"),
}
"""What particulars are called, in the order they are told."""

_OUTCOMES: dict[str, LazyString] = {
    "approved": _l("đồng ý"),
    "refused": _l("từ chối"),
    "wrong_number": _l("chọn sai số"),
}
_ENDS: dict[str, LazyString] = {
    **REFUSALS,
    "signed_out": _l("tự đăng xuất"),
    "signed_out_elsewhere": _l("đăng xuất từ nơi khác"),
    "somebody_else": _l("người khác đăng nhập trên máy này"),
    "password_changed": _l("đổi mật khẩu"),
    "not_me": _l("báo không phải tôi"),
    "suspended": _l("tài khoản bị tạm dừng"),
    "closed": _l("đóng tài khoản"),
    "expired": _l("hết hạn"),
    "help_desk": _l("bộ phận hỗ trợ"),
}
_CHANNELS: dict[str, LazyString] = {
    "id_token": _l("thẻ định danh khi đăng nhập"),
    "userinfo": _l("trang thông tin người dùng"),
}


def claims_in_words(claims: Any) -> str:
    """Names of claims, each in words and once; those that only describe another one by their own name."""
    names = claims if isinstance(claims, list | tuple) else [claims]
    return ", ".join(dict.fromkeys(str(CLAIMS.get(str(name)) or name) for name in names))


def _moment(seconds: Any) -> str:
    return moment(datetime.fromtimestamp(seconds, UTC)) if isinstance(seconds, int) else str(seconds)


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "methods": lambda value: way_words("+".join(map(str, value)) + "|")[0],
    "verdict": lambda value: known_words(VERDICTS, str(value)),
    "outcome": lambda value: known_words(_OUTCOMES, str(value)),
    "reason": lambda value: known_words(_ENDS, str(value)),
    "channel": lambda value: known_words(_CHANNELS, str(value)),
    "assurance": lambda value: known_words(
        {str(name): words for name, words in ASSURANCE.items()}, str(value)
    ),
    "rules": rules_in_words,
    "claims": claims_in_words,
    "asked": claims_in_words,
    "answered": claims_in_words,
    "known_at": _moment,
    "starts_at": _moment,
    "ends_at": _moment,
    "until": _moment,
}


@dataclass(frozen=True)
class Told:
    """One record in words. `who` acted, `about` says upon what."""

    record: AuditRecord
    title: str
    area: str
    who: str
    notes: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]


def told(record: AuditRecord, operators: dict[str, str]) -> Told:
    """A record in words.

    Args:
        record: The record.
        operators: Names of operators by their id.
    """
    area = record.name.partition(".")[0]
    act = act_of(record, operators)
    return Told(
        record=record,
        title=event_words(record.name),
        area=area_words(area),
        who=_who(record, area, operators, act.who),
        notes=tuple(_notes(record.details, operators)),
        differences=act.differences,
    )


def _who(record: AuditRecord, area: str, operators: dict[str, str], otherwise: str) -> str:
    if record.operator_id is not None:
        return operators.get(record.operator_id) or str(_("người quản trị không còn"))
    if record.name in _BY_THE_HOUSE or area == "sign_out":
        return str(_("hệ thống"))
    if area in _BY_THE_CITIZEN:
        return str(_("người dân"))
    if area in _BY_THE_APPLICATION:
        decided = record.name.endswith(("_decided", ".declined"))
        return str(_("người dân")) if decided else str(_("ứng dụng"))
    return otherwise


def _notes(details: dict[str, Any], operators: dict[str, str]) -> Iterable[tuple[str, str]]:
    if "members" in details:
        return
    for name, title in _DETAILS.items():
        if name in details:
            said = _value(name, details[name])
            yield str(title), operators.get(said, said) if name == "about" else said
    for name, value in details.items():
        if name not in _DETAILS:
            yield name, _value(name, value)


def _value(name: str, value: Any) -> str:
    if name in _WORDS:
        return _WORDS[name](value)
    if isinstance(value, bool):
        return str(_("có")) if value else str(_("không"))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
