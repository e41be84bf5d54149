"""What somebody asks of the audit log, read from an address: names of things only, never a value of a person."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict

from idp.store.repositories.audit_search import Place, Wanted
from idp.web.admin.actor_names import actor_names
from idp.web.admin.event_words import AREAS, EVENTS
from idp.web.current import services

FIELDS = ("actor", "client_id", "act", "since", "until", "citizen")
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"(\d{1,17})-(\d{1,18})")
_MOST = 200


@dataclass(frozen=True)
class Asked:
    """A question to the log.

    Args:
        typed: What is in each field, to be shown again.
        wanted: The question, as the log is asked.
        unknown: Fields that name nothing there is: nothing can be found.
        before: Where the page before ended.
    """

    typed: dict[str, str]
    wanted: Wanted
    unknown: tuple[str, ...]
    before: Place | None

    @property
    def by(self) -> tuple[str, ...]:
        """The fields that were filled in."""
        return tuple(name for name in FIELDS if self.typed[name])


def read(sent: MultiDict[str, str]) -> Asked:
    """Read a question. Whatever is sent gives one."""
    typed = {name: sent.get(name, "").strip()[:_MOST] for name in FIELDS}
    unknown: list[str] = []

    def known(name: str, value: str | None) -> str | None:
        if typed[name] and value is None:
            unknown.append(name)
        return value

    wanted = Wanted(
        citizen_id=known("citizen", _identifier(typed["citizen"])),
        client_id=typed["client_id"] or None,
        operator_id=known("actor", _operator_id(typed["actor"])),
        names=_names(typed["act"]),
        since=_midnight(typed["since"]),
        until=_midnight(typed["until"], later=timedelta(days=1)),
    )
    if wanted.names == ():
        unknown.append("act")
    unknown += [
        name
        for name, moment in (("since", wanted.since), ("until", wanted.until))
        if typed[name] and moment is None
    ]
    return Asked(typed, wanted, tuple(unknown), _place(sent.get("before", "")))


def written(place: Place) -> str:
    """A place in the log, as an address holds it."""
    return f"{(place.at - _EPOCH) // _MICROSECOND}-{place.id}"


def _place(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    if found is None:
        return None
    try:
        return Place(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
    except OverflowError:
        return None


def _identifier(text: str) -> str | None:
    try:
        return str(UUID(text))
    except ValueError:
        return None


def _operator_id(text: str) -> str | None:
    known = actor_names().items()
    return next((each for each, name in known if text.casefold() in (name.casefold(), each)), None)


def _names(act: str) -> tuple[str, ...] | None:
    if not act:
        return None
    if act in AREAS:
        in_log = services().watch.search.names()
        return tuple(name for name in in_log if name.partition(".")[0] == act) or (f"{act}.",)
    return (act,) if act in EVENTS else ()


def _midnight(text: str, later: timedelta = timedelta(0)) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text) + later, time.min, _HERE)
    except (ValueError, OverflowError):
        return None
