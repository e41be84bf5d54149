"""What needs attention about applications, on the first page: application by application."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from idp.outbound.logout_delivery import KIND
from idp.relying_parties.endings import Ending, What, ending_soon
from idp.store.models import Client
from idp.web.admin.client_list import worst
from idp.web.current import services

_WORST = 5


@dataclass(frozen=True)
class Point:
    """One thing: what it is, how it looks, and the page about it."""

    words: str
    look: str
    href: str


def attention(clients: Sequence[Client]) -> list[tuple[Client, list[Point]]]:
    """Applications about which something has to be done, and what.

    Args:
        clients: Those to look at.
    """
    found: dict[str, tuple[Client, list[Point]]] = {}
    for client, point in _points(clients):
        found.setdefault(client.client_id, (client, []))[1].append(point)
    return list(found.values())


def _points(clients: Sequence[Client]) -> Iterator[tuple[Client, Point]]:
    live = [client for client in clients if client.is_live]
    for client in live:
        if not client.require_pkce:
            yield client, Point(_excused(client), "bad", _page("admin_client_lint.lint", client))
    for client in _unreached(clients):
        page = url_for("admin_deliveries.every", state="failed", client_id=client.client_id)
        yield client, Point(str(_("Không nhận được tin đăng xuất")), "warn", page)
    for client, score in worst(live, _WORST):
        words = str(_("Hồ sơ được %(score)d điểm", score=score))
        yield client, Point(words, "warn", _page("admin_client_lint.lint", client))
    for client, ending in ending_soon(clients, services().clock()):
        page = "admin_client.overview" if ending.what is What.GROUND else "admin_secrets.secrets"
        yield client, Point(_ending_words(ending), "warn", _page(page, client))


def _ending_words(ending: Ending) -> str:
    day = f"{ending.last_day:%d/%m/%Y}"
    match ending.what:
        case What.SECRET:
            return str(_("Khóa bí mật %(name)s hết hạn %(day)s", name=f"…{ending.name}", day=day))
        case What.CERTIFICATE:
            return str(_("Chứng thư %(name)s hết hạn %(day)s", name=ending.name or "x5c", day=day))
        case What.GROUND:
            return str(_("Căn cứ của %(name)s hết ngày %(day)s", name=ending.name, day=day))


def _excused(client: Client) -> str:
    if client.pkce_exempt_until is None:
        return str(_("Miễn PKCE"))
    return str(_("Miễn PKCE đến %(day)s", day=f"{client.pkce_exempt_until:%d/%m/%Y}"))


def _unreached(clients: Iterable[Client]) -> list[Client]:
    """Applications that lately could not be told of the end of a session."""
    dead = services().outbox.entries.failed()
    names = {entry.client_id for entry in dead if entry.kind == KIND}
    return [client for client in clients if client.client_id in names]


def _page(endpoint: str, client: Client) -> str:
    return url_for(endpoint, client_id=client.client_id)
