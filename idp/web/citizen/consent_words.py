"""How what an application asks for is said to a citizen: the values, in words, with what is sensitive masked."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_babel.speaklater import LazyString

from idp.oauth.claims import Telling, released
from idp.oauth.consent import Item
from idp.registry.identity_number import mask
from idp.web.citizen.details_words import detail_words
from idp.web.language import language

_DURATION = re.compile(r"P([0-9]{1,3})([YMD])")

SENSITIVE = frozenset({"dinh_danh", "dan_toc", "ton_giao", "nhom_mau", "ho_gia_dinh", "ho_tich"})

TITLES: dict[str, LazyString] = {
    "profile": _l("Họ và tên"),
    "ho_ten": _l("Họ và tên"),
    "email": _l("Thư điện tử"),
    "phone": _l("Số điện thoại"),
    "lien_he": _l("Số điện thoại và thư điện tử"),
    "address": _l("Địa chỉ"),
    "dia_chi": _l("Địa chỉ"),
    "ngay_sinh": _l("Ngày sinh"),
    "do_tuoi": _l("Độ tuổi"),
    "cu_tru": _l("Cư trú tại địa phương"),
    "gioi_tinh": _l("Giới tính"),
    "dinh_danh": _l("Số định danh cá nhân"),
    "cmnd_cu": _l("Số chứng minh nhân dân cũ"),
    "ho_tich": _l("Thông tin hộ tịch"),
    "dan_toc": _l("Dân tộc"),
    "ton_giao": _l("Tôn giáo"),
    "nhom_mau": _l("Nhóm máu"),
    "ho_gia_dinh": _l("Hộ gia đình"),
    "to_chuc": _l("Tổ chức được đại diện"),
    "can_bo": _l("Chức vụ, đơn vị công tác"),
    "dai_dien": _l("Người được đại diện"),
    "xac_minh": _l("Kết quả xác minh danh tính"),
    "offline_access": _l("Truy cập khi Ông/Bà không đăng nhập"),
}


def scope_words(scopes: Iterable[str]) -> str:
    """Names of scopes as a citizen reads them: `Họ và tên, Ngày sinh`."""
    words = dict.fromkeys(
        str(TITLES.get(name) or _("Truy cập dữ liệu thay Ông/Bà")) for name in scopes if name != "openid"
    )
    return ", ".join(words)


@dataclass(frozen=True)
class Shown:
    """One thing an application asks for, in words."""

    item: Item
    title: str
    value: str
    purpose: str
    retention: str
    is_sensitive: bool

    @property
    def reference(self) -> str:
        """The legal reference it rests on."""
        return self.item.policy.reference


@dataclass(frozen=True)
class Group:
    """Things that are asked for on one ground, for one purpose, for one time."""

    things: tuple[Shown, ...]

    @property
    def first(self) -> Shown:
        """What is said once for all of them is said by the first."""
        return self.things[0]


def grouped(things: list[Shown]) -> list[Group]:
    """Things by their ground, in the order they were asked for: what is the same is said once."""
    by_ground: dict[tuple[str, str, str], list[Shown]] = {}
    for thing in things:
        by_ground.setdefault((thing.purpose, thing.retention, thing.reference), []).append(thing)
    return [Group(tuple(together)) for together in by_ground.values()]


def shown(item: Item, known: dict[str, Any], today: date) -> Shown:
    """One thing an application asks for, with the value it would get.

    Args:
        item: What it asks for.
        known: Every claim known about the citizen.
        today: The day in Việt Nam.
    """
    purpose = item.policy.purpose
    return Shown(
        item=item,
        # What an interface offers has no name here; its purpose says what it is.
        title=str(TITLES.get(item.scope) or _("Truy cập dữ liệu thay Ông/Bà")),
        value=_value(item, released(known, item.claims, Telling(today=today))),
        purpose=purpose.get(language()) or purpose.get("vi") or "",
        retention=duration(item.policy.retention),
        is_sensitive=item.scope in SENSITIVE,
    )


def _value(item: Item, claims: dict[str, Any]) -> str:
    scope, detail = item.scope, detail_words(item.claims, claims)
    if detail is not None:
        return detail
    if scope == "offline_access":
        return str(_("Cho đến khi Ông/Bà ngừng kết nối ứng dụng."))
    if scope == "do_tuoi":
        return str(_("Đã đủ hoặc chưa đủ một số tuổi, không phải ngày sinh."))
    if scope == "cu_tru":
        return str(_("Có hay không thường trú ở tỉnh này, xã này; không phải địa chỉ."))
    if scope == "xac_minh":
        return str(_("Mục nào đã đối chiếu, với nguồn nào, lúc nào."))
    said = [text for name, read in _READ.items() if name in claims and (text := read(claims[name]))]
    return ", ".join(said)


def _day(value: Any) -> str:
    return "/".join(reversed(str(value).split("-")))


def duration(text: str) -> str:
    """A time of retention in words: `P5Y` is five years; what is in words already stays.

    Args:
        text: A duration of ISO 8601 with one unit, or any words.
    """
    found = _DURATION.fullmatch(text)
    if found is None:
        return text
    count, unit = int(found[1]), found[2]
    if count == 0:
        return str(_("không lưu giữ"))
    match unit:
        case "Y":
            return str(ngettext("%(num)d năm", "%(num)d năm", count))
        case "M":
            return str(ngettext("%(num)d tháng", "%(num)d tháng", count))
        case _:
            return str(ngettext("%(num)d ngày", "%(num)d ngày", count))


def _masked_number(value: Any) -> str:
    return mask(str(value))


def _masked_phone(value: Any) -> str:
    local = "0" + str(value).removeprefix("+84") if str(value).startswith("+84") else str(value)
    return f"{local[:2]}•• ••• {local[-3:]}"


def _address(value: Any) -> str:
    return str(value.get("formatted", "")) if isinstance(value, dict) else ""


def _gender(value: Any) -> str:
    return {"male": str(_("Nam")), "female": str(_("Nữ"))}.get(str(value), str(value))


_READ: dict[str, Callable[[Any], str]] = {
    "name": str,
    "birthdate": _day,
    "gender": _gender,
    "vn_personal_id": _masked_number,
    "vn_old_id": _masked_number,
    "phone_number": _masked_phone,
    "email": str,
    "address": _address,
}
