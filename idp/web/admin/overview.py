"""The first page of the console, and the list of what happened."""

from collections.abc import Iterable

from flask import Blueprint, current_app, render_template, request
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.operators.rights import Right, may
from idp.store.models import AuditRecord
from idp.web.admin.actor_names import actor_names
from idp.web.admin.attention import attention
from idp.web.admin.console import behind_the_door, seen, sees_all, the_operator
from idp.web.admin.dashboard import PERIODS, dashboard
from idp.web.admin.permissions import needed
from idp.web.admin.words import Act, act_of
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_overview", __name__, url_prefix="/admin"))

AREAS = ("client", "operator", "keys")
_PAGE = 50

ROOMS: tuple[tuple[str, LazyString, LazyString], ...] = (
    (
        "developers_apps.every",
        _l("Ứng dụng thử nghiệm"),
        _l("Đăng ký, thử đăng nhập và xin duyệt ứng dụng của đơn vị."),
    ),
    ("admin_clients.every", _l("Ứng dụng"), _l("Hồ sơ, khóa bí mật và lịch sử của từng ứng dụng.")),
    ("admin_citizens.find", _l("Hỗ trợ người dân"), _l("Tìm tài khoản bằng đúng số, mở lại việc đăng nhập.")),
    ("admin_incidents.every", _l("Sự cố"), _l("Tra mã trên trang báo lỗi mà người dân đọc cho.")),
    ("admin_keys.every", _l("Khóa ký"), _l("Tuổi của khóa, thay khóa và hủy khóa.")),
    ("admin_requests.every", _l("Việc cần hai người"), _l("Những đề nghị đang chờ người thứ hai.")),
)
"""Where those begin who do not watch over the whole."""


@blueprint.get("", strict_slashes=False)
def start() -> str:
    """How things stand; for those who do not watch over that, where their work is."""
    operator = the_operator().operator
    if not may(operator, Right.SEE_OVERVIEW):
        return render_template("admin/overview/welcome.html", rooms=_rooms())
    days = request.args.get("days", 7, type=int)
    everywhere = sees_all(Right.SEE_OVERVIEW)
    clients = seen(services().clients.all(), Right.SEE_OVERVIEW)
    watch = services().watch
    return render_template(
        "admin/overview/start.html",
        live=sum(client.is_live for client in clients),
        suspended=sum(client.state == "suspended" for client in clients),
        attention=attention(clients),
        breaches=watch.breaches.open() if may(operator, Right.SEE_BREACHES) else (),
        clocks=watch.breaches.clocks,
        **dashboard(clients, days if days in PERIODS else 7, everywhere=everywhere),
    )


@blueprint.get("/activity")
def activity() -> str:
    """Who did what, the latest first."""
    before = request.args.get("before", type=int)
    if before is not None and not 0 < before < 2**62:
        before = None
    found = services().audit_records.acts(AREAS, most=_PAGE + 1, before=before)
    more = found[_PAGE - 1].id if len(found) > _PAGE else None
    return render_template("admin/overview/activity.html", acts=acts_in_words(found[:_PAGE]), more=more)


def _rooms() -> list[tuple[str, LazyString, LazyString]]:
    operator = the_operator().operator
    rights = {room: needed(room[0], "GET") for room in ROOMS if room[0] in current_app.view_functions}
    return [room for room, right in rights.items() if right is not None and may(operator, right)]


def acts_in_words(records: Iterable[AuditRecord]) -> list[Act]:
    """Events of the audit log in words, with the names of operators."""
    names = actor_names()
    return [act_of(record, names) for record in records]
