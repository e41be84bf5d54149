"""The first page of the console, and the list of what happened."""

from collections.abc import Iterable
from datetime import timedelta

from flask import Blueprint, render_template, request

from idp.outbound.logout_delivery import KIND
from idp.store.models import AuditRecord, Client
from idp.web.admin.console import behind_the_door
from idp.web.admin.words import Act, act_of
from idp.web.current import services

blueprint = behind_the_door(Blueprint("admin_overview", __name__, url_prefix="/admin"))

AREAS = ("client", "operator", "keys")
_RECENT = 8
_PAGE = 50
_ENDING_SOON = timedelta(days=7)


@blueprint.get("", strict_slashes=False)
def start() -> str:
    """What runs, what needs attention, what happened last."""
    desk, now = services(), services().clock()
    clients = desk.clients.all()
    live = [client for client in clients if client.is_live]
    return render_template(
        "admin/overview/start.html",
        live=len(live),
        suspended=len(clients) - len(live),
        sign_ins=desk.audit_records.count_since("sign_in.succeeded", now - timedelta(hours=24)),
        refused=desk.audit_records.count_since("sign_in.refused", now - timedelta(hours=24)),
        excused=[client for client in live if not client.require_pkce],
        ending=[client for client in live if _has_secret_ending(client)],
        unreached=_unreached(clients),
        acts=acts_in_words(desk.audit_records.acts(AREAS, most=_RECENT)),
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


def _unreached(clients: Iterable[Client]) -> list[Client]:
    """Applications that lately could not be told of the end of a session."""
    dead = services().outbox.entries.failed()
    names = {entry.client_id for entry in dead if entry.kind == KIND}
    return [client for client in clients if client.client_id in names]


def acts_in_words(records: Iterable[AuditRecord]) -> list[Act]:
    """Events of the audit log in words, with the names of operators."""
    names = {operator.id: operator.username for operator in services().operator_desk.accounts.all()}
    return [act_of(record, names) for record in records]


def _has_secret_ending(client: Client) -> bool:
    soon = services().clock() + _ENDING_SOON
    live = services().client_desk.secrets.live(client)
    return any(secret.expires_at is not None and secret.expires_at <= soon for secret in live)
