"""Changing a registration through one of its forms: what comes of it, and what the operator is told."""

from collections.abc import Callable
from typing import Any, Protocol

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from idp.operators.rights import Right
from idp.relying_parties.client_changes import Asked, Saved
from idp.relying_parties.faults import Fault
from idp.relying_parties.life import Refusal, Stopped
from idp.relying_parties.outcomes import Changed, Conflict, Rejected
from idp.store.models import Client
from idp.web.admin import conflict
from idp.web.admin.actor import the_actor
from idp.web.admin.console import deny
from idp.web.admin.member_check import check_again
from idp.web.admin.refused import note_what_is_not_offered, told_faults
from idp.web.admin.versioned_form import VersionedForm
from idp.web.admin.words import fault_words
from idp.web.current import services

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.NOT_NOW: _l("Ứng dụng đang ở trạng thái không làm được việc này."),
    Refusal.NO_RIGHT: _l("Ông/Bà không có quyền làm việc này."),
    Refusal.UNTOLD: _l(
        "Hồ sơ chưa đủ: còn thiếu đơn vị, đầu mối, hoặc mục đích, căn cứ và thời hạn lưu giữ của dữ liệu. Hãy điền ở "
        "trang Gửi yêu cầu duyệt, hoặc sửa hồ sơ."
    ),
    Refusal.COACH: _l(
        "Ứng dụng chưa qua hết các bước kiểm tra trong môi trường thử, nên chưa gửi duyệt được."
    ),
    Refusal.LAW: _l("Ứng dụng xin dữ liệu theo quy định của pháp luật: cần người thứ hai duyệt."),
    Refusal.OVERTAKEN: _l("Người khác vừa thay đổi trạng thái của ứng dụng này."),
}


class Page(Protocol):
    """Shows a form of an application."""

    def __call__(
        self, client: Client, form: Any, status: int = 200, problems: list[str] | None = None
    ) -> Response:
        """Show it."""


def edit(
    client: Client,
    form: VersionedForm,
    changes: Callable[[], dict[str, Any]],
    page: Page,
    *,
    is_good: Callable[[], bool] = lambda: True,
) -> Response:
    """Take a form of a registration, or show it.

    Args:
        client: As it is now.
        form: The form, with what was sent.
        changes: The members it wants to change.
        page: Shows the form.
        is_good: Further checks; they put their errors beside the fields.
    """
    if request.method == "GET":
        form.fill(client)
        return page(client, form)
    note_what_is_not_offered(form, client.client_id)
    good = form.validate()
    if not (is_good() and good):
        return page(client, form, 422)
    if not check_again(form, client):
        return page(client, form, 422)
    if conflict.is_answer():
        return _merged(client, form, changes(), page)
    sent = form.version.data
    version = sent if sent is not None and conflict.is_version(sent) else 0
    outcome = _saved(client, form, changes(), version)
    if isinstance(outcome, Conflict):
        return conflict.page(outcome.client, form.version.data, changes())
    return _answer(client, form, outcome, page)


def _merged(client: Client, form: VersionedForm, changes: dict[str, Any], page: Page) -> Response:
    if conflict.answered_version() != client.version:
        return conflict.page(client, form.version.data, changes)
    chosen = conflict.chosen(client, form.version.data, changes)
    if chosen is None:
        return conflict.page(client, form.version.data, changes, is_unanswered=True)
    return _answer(client, form, _saved(client, form, chosen, client.version), page)


def _saved(client: Client, form: VersionedForm, changes: dict[str, Any], version: int) -> Saved:
    why = form.why.data or ""
    return services().client_changes.save(client, changes, version, the_actor(client), why)


def _answer(client: Client, form: VersionedForm, outcome: Saved, page: Page) -> Response:
    if isinstance(outcome, Rejected):
        return page(client, form, 422, told_faults(form, outcome.faults, client.client_id))
    return tell(client, outcome, request.path)


def tell(client: Client, outcome: Saved, then: str) -> Response:
    """Say what came of a change, and lead on.

    Args:
        client: The application.
        outcome: What came of it.
        then: The page to go back to.

    Raises:
        HTTPException: There is no such application any more, or they had no right to this.
    """
    match outcome:
        case Changed():
            flash(_("Đã lưu thay đổi."))
        case Asked(asked, at_once):
            flash(
                _("Một phần đã lưu ngay; phần còn lại đang chờ người thứ hai duyệt.")
                if at_once
                else _("Thay đổi này cần người thứ hai duyệt: đã gửi yêu cầu.")
            )
            return redirect(url_for("admin_requests.view", request_id=asked.id), 303)
        case Stopped(Refusal.NO_RIGHT, _faults):
            deny(Right.CHANGE_CLIENTS, client.client_id)
        case Stopped(why, faults):
            flash(stopped_words(why, faults))
        case Rejected(faults):
            flash(" ".join(map(fault_words, faults)))
        case Conflict():
            flash(_("Người khác vừa sửa hồ sơ này. Hãy xem lại trước khi làm tiếp."))
        case _:
            abort(404)
    return redirect(then, 303)


def stopped_words(why: Refusal | None, faults: tuple[Fault, ...]) -> str:
    """Why something did not happen."""
    if why is not None:
        return str(REFUSALS[why])
    return str(_("Hồ sơ còn điểm phải sửa:")) + " " + " ".join(map(fault_words, faults))
