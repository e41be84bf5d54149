"""What the first page shows: figures as charts and tables. The audit log itself is not touched."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel.speaklater import LazyString

from idp.outbound.logout_delivery import KIND
from idp.store.models import Client
from idp.watching import figures
from idp.watching.figures import Overview, Slot
from idp.watching.pulse import ANSWERED, MISCONFIGURED, SILENT
from idp.web.admin.charts import Chart, Series, chart, share
from idp.web.admin.figure_words import KEY_STATES, QUEUES, REFUSALS, VERDICTS, known_words, way_words
from idp.web.current import services

PERIODS = (1, 7, 30)
"""Days that details and applications are told for."""

_MOST_CLIENTS = 10


def dashboard(clients: Sequence[Client], days: int, *, everywhere: bool) -> dict[str, Any]:
    """The values of the page.

    Args:
        clients: The applications that are shown.
        days: One of `PERIODS`.
        everywhere: Whether everything is told, or only what happened at these applications.
    """
    watch = services().watch
    counted = watch.figures.overview(days, None if everywhere else [client.client_id for client in clients])
    return {
        "days": days,
        "periods": PERIODS,
        "figures": counted,
        "today": _sum(counted.hours, figures.SUCCEEDED),
        "by_hour": _sign_ins(
            "by-hour", str(_("Lượt đăng nhập theo giờ, 24 giờ qua")), counted.hours, "%H:00"
        ),
        "by_day": _sign_ins("by-day", str(_("Lượt đăng nhập theo ngày, 30 ngày qua")), counted.days, "%d/%m"),
        "opened": _opened(counted),
        "ways": _ways(counted),
        "refusals": _table(counted.details[figures.REFUSED], REFUSALS),
        "verdicts": _table(counted.details[figures.CHECKED], VERDICTS),
        "told": (counted.total(figures.TOLD), counted.total(figures.NOT_TOLD)),
        "busiest": _busiest(counted, {client.client_id: client for client in clients}),
        "key_states": KEY_STATES,
        "everywhere": _everywhere(counted) if everywhere else None,
    }


def _everywhere(counted: Overview) -> dict[str, Any]:
    """What belongs to no application."""
    live = services().watch.live
    return {
        "register": _register(counted),
        "register_now": counted.register[-1].counts,
        "queues": [(known_words(QUEUES, queue.kind), queue, queue.kind == KIND) for queue in live.queues()],
        "keys": live.ring(),
    }


def _sign_ins(name: str, summary: str, slots: Sequence[Slot], pattern: str) -> Chart:
    series = (Series(str(_("thành công")), "solid"), Series(str(_("bị từ chối")), "hatched"))
    rows = [(_label(slot, pattern), (slot.of(figures.SUCCEEDED), slot.of(figures.REFUSED))) for slot in slots]
    return chart(name, summary, series, rows)


def _opened(counted: Overview) -> Chart:
    rows = [(_label(slot, "%d/%m"), (slot.of(figures.OPENED),)) for slot in counted.days]
    summary = str(_("Tài khoản mới theo ngày, 30 ngày qua"))
    return chart("opened", summary, (Series(str(_("tài khoản")), "solid"),), rows)


def _register(counted: Overview) -> Chart:
    series = (Series(str(_("trả lời")), "solid"), Series(str(_("không trả lời")), "hatched"))
    rows = [
        (_label(slot, "%H:00"), (slot.of(ANSWERED), slot.of(SILENT) + slot.of(MISCONFIGURED)))
        for slot in counted.register
    ]
    return chart("register", str(_("Cơ sở dữ liệu dân cư trả lời, 24 giờ qua")), series, rows)


def _ways(counted: Overview) -> list[tuple[str, str, int, float]]:
    found = counted.details[figures.SUCCEEDED]
    most = max(found.values(), default=0)
    rows = [(*way_words(detail), count, share(count, most)) for detail, count in found.items()]
    return sorted(rows, key=lambda row: -row[2])


def _table(counts: Mapping[str, int], words: dict[str, LazyString]) -> list[tuple[str, int, float]]:
    most = max(counts.values(), default=0)
    rows = [(known_words(words, name), count, share(count, most)) for name, count in counts.items()]
    return sorted(rows, key=lambda row: -row[1])


def _busiest(counted: Overview, known: Mapping[str, Client]) -> list[tuple[Any, Client | None, float]]:
    rows = counted.clients[:_MOST_CLIENTS]
    most = max((row.entered for row in rows), default=0)
    return [(row, known.get(row.client_id), share(row.entered, most)) for row in rows]


def _label(slot: Slot, pattern: str) -> str:
    return slot.start.astimezone(figures.HERE).strftime(pattern)


def _sum(slots: Sequence[Slot], name: str) -> int:
    return sum(slot.of(name) for slot in slots)
