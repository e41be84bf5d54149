"""Sign-outs on their way to applications: each try, what is due next, and trying once more what was given up."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from idp.audit.events.admin import LogoutDeliveryRetried
from idp.operators.rights import Right
from idp.outbound.logout_delivery import URI
from idp.store.models import OutboxEntry
from idp.web.admin.client import the_client
from idp.web.admin.client_forms import PressForm
from idp.web.admin.console import behind_the_door, seen, sees_all, the_operator
from idp.web.current import services
from idp.web.delivery_words import reason_words

blueprint = behind_the_door(Blueprint("admin_deliveries", __name__, url_prefix="/admin/deliveries"))

STATES: dict[str, tuple[LazyString, str]] = {
    "pending": (_l("Đang báo"), "warn"),
    "delivered": (_l("Đã xác nhận"), "good"),
    "failed": (_l("Đã ngừng báo"), "bad"),
}
_PAGE = 50


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The deliveries, the latest first."""
    state, client_id = request.args.get("state", ""), request.args.get("client_id", "")
    clients = {each.client_id: each for each in seen(services().clients.all(), Right.SEE_DELIVERIES)}
    page = services().logouts.report.page(
        state=state if state in STATES else None,
        client_id=client_id if client_id in clients else None,
        before=_entry_id(request.args.get("before", "")),
        most=_PAGE,
        among=None if sees_all(Right.SEE_DELIVERIES) else clients.keys(),
    )
    return render_template(
        "admin/deliveries/every.html",
        entries=page.entries,
        more=page.more,
        clients=clients,
        choices=[each for each in clients.values() if each.metadata_.get(URI) or each.client_id == client_id],
        states=STATES,
        state=state if state in STATES else "",
        client_id=client_id if client_id in clients else "",
        is_filtered=state in STATES or client_id in clients,
        reason_words=reason_words,
    )


@blueprint.post("/<entry_id>/again")
def again(entry_id: str) -> Response:
    """Try once more what was given up, for a day."""
    known = _entry_id(entry_id)
    entry = services().logouts.report.find(known) if known else None
    if entry is None:
        raise NotFound
    if not sees_all(Right.RETRY_DELIVERIES):
        the_client(entry.client_id or "")
    if PressForm().validate_on_submit():
        flash(_again_words(entry))
    filters = {name: request.args.get(name) or None for name in ("state", "client_id")}
    return redirect(url_for(".every", **filters), 303)  # type: ignore[arg-type]  # its names are not typed


def _entry_id(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _again_words(entry: OutboxEntry) -> str:
    if not services().logouts.queue.tell_again(entry):
        return str(_("Không báo lại được: đang được báo lại rồi, hoặc phiên đó không còn được lưu."))
    services().audit.record(
        LogoutDeliveryRetried(
            client_id=entry.client_id or "",
            session_id=entry.group_id or "",
            delivery_id=entry.id,
            operator_id=the_operator().operator_id,
        )
    )
    return str(_("Sẽ báo lại ngay."))
