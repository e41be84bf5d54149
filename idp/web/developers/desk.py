"""The frame of the desk: its navigation, the tabs of one application, and who may see it."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, make_response, render_template
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from idp.operators.rights import may
from idp.relying_parties.kinds import kind_of
from idp.store.models import Client
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, owned, the_operator, who_is_here
from idp.web.admin.permissions import needed
from idp.web.admin.words import KINDS, STATES
from idp.web.current import services, settings

OPEN_PAGES: list[tuple[str, LazyString]] = [
    ("developers_guide.start", _l("Hướng dẫn")),
    ("developers_decoder.decode", _l("Đọc token")),
]
"""Sections for everybody: endpoint and words."""

DESK_PAGES: list[tuple[str, LazyString]] = [
    ("developers_apps.every", _l("Ứng dụng của tôi")),
    ("developers_incidents.find", _l("Tra cứu sự cố")),
]
"""Sections behind sign-in."""

TABS: list[tuple[str, LazyString]] = [
    ("developers_app.overview", _l("Thông số")),
    ("developers_app.edit", _l("Sửa đăng ký")),
    ("developers_secrets.secrets", _l("Khóa bí mật")),
    ("developers_faults.faults", _l("Tạo lỗi thử")),
    ("developers_attempt.attempt", _l("Thử một yêu cầu")),
    ("developers_calls.calls", _l("Các lần gọi")),
    ("developers_coach.coach", _l("Danh sách kiểm tra")),
    ("developers_lint.lint", _l("Chấm điểm")),
]
"""What the page of one application consists of; each takes its `client_id`."""


def for_everybody(blueprint: Blueprint) -> Blueprint:
    """Make pages of the desk that need no sign-in; somebody who is signed in is named on them."""
    blueprint.context_processor(who_is_here)
    blueprint.context_processor(_sections)
    return blueprint


def of_the_desk(blueprint: Blueprint) -> Blueprint:
    """Let only operators with a right to it reach a blueprint's pages, as in the console."""
    behind_the_door(blueprint)
    blueprint.context_processor(_sections)
    return blueprint


def the_application(client_id: str) -> Client:
    """The application of a page; 404 when there is none, or none that this developer may do this with."""
    client = services().clients.find(client_id)
    if client is None:
        abort(404)
    return owned(client)


def app_page(name: str, client: Client, tab: str, status: int = 200, **values: Any) -> Response:
    """A page of one application, with what all of them show.

    Args:
        name: Its template in `developers/app/`.
        client: The application.
        tab: The endpoint of the tab it belongs to.
        status: The HTTP status.
        values: What the template shows besides.
    """
    kind = kind_of(client)
    page = render_template(
        f"developers/app/{name}.html",
        client=client,
        tab=tab,
        tabs=[each for each in TABS if _may_open(each[0], client)],
        kind=kind,
        kind_title=KINDS[kind][0],
        state=STATES[client.state],
        press=PressForm(formdata=None),
        **values,
    )
    return make_response(page, status)


def _may_open(page: str, client: Client) -> bool:
    right = needed(page, "GET")
    return right is not None and may(the_operator().operator, right, client)


def _sections() -> dict[str, Any]:
    return {"open_pages": OPEN_PAGES, "desk_pages": DESK_PAGES, "desk_host": _desk_host()}


def _desk_host() -> str:
    """Where the pages behind sign-in are: nothing for here, else scheme and host."""
    host = settings().admin_host
    return f"{urlsplit(settings().issuer).scheme}://{host}" if host else ""
