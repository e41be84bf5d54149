"""The figures of the first page: how many signed in, where and how, and whether that went well."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from idp.clock import Clock
from idp.store.repositories.event_counts import AN_HOUR, EventCounts, hour_of

SUCCEEDED, REFUSED, OPENED = "sign_in.succeeded", "sign_in.refused", "registration.completed"
ENTERED = "oauth.tokens_issued"
TOLD, NOT_TOLD = "sign_out.confirmed", "sign_out.not_confirmed"
CHECKED = "proofing.checked"
REGISTER = "register.asked"
"""Of the rows that are not counted from the log: see `pulse.py`."""

HERE = timezone(timedelta(hours=7))
"""A day begins at midnight in Việt Nam."""

HOURS, DAYS = 24, 30
_BY_CODE = {ENTERED: "authorization_code"}


@dataclass(frozen=True)
class Slot:
    """One hour or day, and how often what happened in it."""

    start: datetime
    counts: Mapping[str, int]

    def of(self, name: str) -> int:
        """How often something happened."""
        return self.counts.get(name, 0)


@dataclass(frozen=True)
class OfClient:
    """What happened at one application; without an identifier, at none: in the citizens' own pages."""

    client_id: str
    succeeded: int
    refused: int
    entered: int
    not_told: int


@dataclass(frozen=True)
class Overview:
    """Everything that was counted, for one page.

    Args:
        hours: The last 24 hours, the oldest first.
        days: The last 30 days, the oldest first.
        details: In the chosen time, by event and detail.
        clients: In the chosen time, by application, the busiest first.
        register: The last 24 hours: how often the register was asked, by what came of it.
        counted_at: Up to which hour events are counted; None before the first time.
    """

    hours: list[Slot]
    days: list[Slot]
    details: Mapping[str, Mapping[str, int]]
    clients: list[OfClient]
    register: list[Slot]
    counted_at: datetime | None

    def total(self, name: str) -> int:
        """How often something happened in the chosen time."""
        return sum(self.details.get(name, {}).values())

    @property
    def success_rate(self) -> float | None:
        """Which part of the tries to sign in succeeded, of 100; None without one."""
        succeeded, refused = self.total(SUCCEEDED), self.total(REFUSED)
        return 100 * succeeded / (succeeded + refused) if succeeded + refused else None


class Figures:
    """Adds up what was counted. The log itself is not touched."""

    def __init__(self, counts: EventCounts, clock: Clock) -> None:
        self._counts = counts
        self._clock = clock

    def overview(self, days: int, clients: Collection[str] | None = None) -> Overview:
        """What a page shows. Five SELECTs.

        Args:
            days: Which time details and applications are told for, up to now.
            clients: Only what happened at these applications.
        """
        now = hour_of(self._clock())
        today = now.astimezone(HERE).replace(hour=0)
        first_day = today - timedelta(days=DAYS - 1)
        lately = now - AN_HOUR * (HOURS - 1)
        by_hour = self._by_hour((SUCCEEDED, REFUSED, OPENED), first_day, clients)
        since = lately if days == 1 else today - timedelta(days=days - 1)
        between = self._counts.counted()
        return Overview(
            hours=_slots(by_hour, [lately + AN_HOUR * number for number in range(HOURS)], hour_of),
            days=_slots(by_hour, [first_day + timedelta(days=number) for number in range(DAYS)], _day_of),
            details=self._details(since, clients),
            clients=self._clients(since, clients),
            register=self._register(lately) if clients is None else [],
            counted_at=between[1] if between else None,
        )

    def _by_hour(
        self, names: Collection[str], since: datetime, clients: Collection[str] | None
    ) -> dict[datetime, dict[str, int]]:
        found: dict[datetime, dict[str, int]] = {}
        sums = self._counts.summed(("hour", "name"), names, since, clients=clients)
        for (hour, name), count in sums.items():
            found.setdefault(hour, {})[name] = count
        return found

    def _details(self, since: datetime, clients: Collection[str] | None) -> dict[str, dict[str, int]]:
        names = (SUCCEEDED, REFUSED, OPENED, TOLD, NOT_TOLD, CHECKED)
        found: dict[str, dict[str, int]] = {name: {} for name in names}
        for (name, detail), count in self._counts.summed(
            ("name", "detail"), names, since, clients=clients
        ).items():
            found[name][detail] = count
        return found

    def _clients(self, since: datetime, clients: Collection[str] | None) -> list[OfClient]:
        names = (SUCCEEDED, REFUSED, ENTERED, NOT_TOLD)
        found: dict[str, dict[str, int]] = {}
        sums = self._counts.summed(("client_id", "name"), names, since, clients=clients, only=_BY_CODE)
        for (client_id, name), count in sums.items():
            found.setdefault(client_id, {})[name] = count
        rows = [
            OfClient(client_id, *(counts.get(name, 0) for name in names))
            for client_id, counts in found.items()
        ]
        return sorted(rows, key=lambda row: (-row.entered - row.succeeded, -row.refused, row.client_id))

    def _register(self, since: datetime) -> list[Slot]:
        found: dict[datetime, dict[str, int]] = {}
        for (hour, detail), count in self._counts.summed(("hour", "detail"), [REGISTER], since).items():
            found.setdefault(hour, {})[detail] = count
        return _slots(found, [since + AN_HOUR * number for number in range(HOURS)], hour_of)


def _slots(
    by_hour: Mapping[datetime, Mapping[str, int]],
    starts: list[datetime],
    start_of: Callable[[datetime], datetime],
) -> list[Slot]:
    summed: dict[datetime, dict[str, int]] = {start: {} for start in starts}
    for hour, counts in by_hour.items():
        slot = summed.setdefault(start_of(hour), {})
        for name, count in counts.items():
            slot[name] = slot.get(name, 0) + count
    return [Slot(start, summed[start]) for start in starts]


def _day_of(moment: datetime) -> datetime:
    local: date = moment.astimezone(HERE).date()
    return datetime(local.year, local.month, local.day, tzinfo=HERE)
