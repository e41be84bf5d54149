"""What a copy that needs two people would hold, in words: what the second person decides on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.operators.personal_exports import AFFECTED, RECORDS, RELEASES
from idp.web.admin.actor_names import actor_names
from idp.web.admin.event_words import event_words
from idp.web.context import moment
from idp.web.current import services

_WHAT: dict[str, LazyString] = {
    RELEASES: _l("Mọi lần một người được cấp dữ liệu cho ứng dụng, trong 12 tháng, bản có chữ ký"),
    AFFECTED: _l("Danh sách mã tài khoản của những người bị ảnh hưởng, theo từng ứng dụng"),
    RECORDS: _l("Sự kiện trong nhật ký, kể cả về người dân (bằng mã tài khoản)"),
}


def in_words(goes_out: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What would go out, line by line: what it is, of how many people, of which applications, of what time.

    Args:
        goes_out: As the request keeps it.
    """
    what = str(goes_out.get("export"))
    lines = [(str(_("Dữ liệu")), str(_WHAT.get(what) or what))]
    if what == RELEASES:
        return [*lines, (str(_("Số người")), "1")]
    if what == AFFECTED:
        numbers = {str(_("Số người")): goes_out.get("people"), str(_("Số sự kiện")): goes_out.get("events")}
        lines += [(title, str(value)) for title, value in numbers.items()]
    lines.append((str(_("Ứng dụng")), _clients(goes_out)))
    lines.append((str(_("Từ")), _moment(goes_out.get("since")) or str(_("đầu nhật ký"))))
    lines.append((str(_("Đến")), _moment(goes_out.get("until")) or str(_("lúc tải"))))
    names = [str(event_words(name)) for name in goes_out.get("names") or ()]
    lines.append((str(_("Loại sự kiện")), ", ".join(names) or str(_("tất cả"))))
    if operator_id := goes_out.get("operator_id"):
        lines.append((str(_("Người quản trị")), actor_names().get(operator_id, operator_id)))
    return lines


def _clients(goes_out: Mapping[str, Any]) -> str:
    one = goes_out.get("client_id")
    wanted = [one] if one else goes_out.get("at") or goes_out.get("clients") or ()
    known = {client.client_id: client.name for client in services().clients.all()}
    return ", ".join(known.get(each, each) for each in wanted) or str(_("tất cả"))


def _moment(text: str | None) -> str:
    return moment(datetime.fromisoformat(text)) if text else ""
