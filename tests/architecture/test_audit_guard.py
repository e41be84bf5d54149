"""No personal value enters an audit event: the guard of every test, tested, and the types of all events."""

import dataclasses
import importlib
import pkgutil
import typing
from typing import ClassVar

import pytest

import idp.audit.events
from idp.audit.events.event import Event
from idp.audit.log import AuditLog
from tests.secrecy import PersonalValues, watched_audit_log

PLAIN = {str, int, bool, type(None), tuple[str, ...]}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Leaky(Event):
    name: ClassVar[str] = "test.leaked"
    citizen_id: str | None = None
    reason: str


@pytest.fixture
def nothing_recorded(monkeypatch):
    monkeypatch.setattr(AuditLog, "record", lambda *_: None)


@pytest.mark.parametrize("value", ["099190000017", "Nguyễn Thị Quỳnh", "+84900000017"])
def test_a_personal_value_in_an_event_fails_the_test(monkeypatch, nothing_recorded, value):
    with pytest.raises(AssertionError, match="Leaky carries"):
        _record(monkeypatch, Leaky(reason=f"no match for {value}"), value)


def test_an_event_without_personal_values_passes(monkeypatch, nothing_recorded):
    _record(monkeypatch, Leaky(reason="no match", citizen_id="2f1c"), "099190000017", "Nguyễn Thị Quỳnh")


def test_fields_of_events_cannot_hold_documents():
    loose = [
        f"{event.__name__}.{name}: {kind}"
        for event in _events()
        for name, kind in typing.get_type_hints(event).items()
        if name != "name" and not set(typing.get_args(kind) or (kind,)) <= PLAIN and kind not in PLAIN
    ]

    assert loose == []


def test_names_of_events_are_unique_and_say_area_and_act():
    names = [event.name for event in _events()]

    assert len(names) == len(set(names))
    assert [name for name in names if name.count(".") != 1 or not name.islower()] == []


def _record(monkeypatch: pytest.MonkeyPatch, event: Event, *personal: str) -> None:
    with watched_audit_log(monkeypatch):
        PersonalValues.of_this_test().learn(*personal)
        AuditLog.__new__(AuditLog).record(event)


def _events() -> list[type[Event]]:
    found = []
    for module in pkgutil.walk_packages(idp.audit.events.__path__, "idp.audit.events."):
        for kind in vars(importlib.import_module(module.name)).values():
            is_event = isinstance(kind, type) and issubclass(kind, Event) and kind.__module__ == module.name
            if is_event and kind.name:
                found.append(kind)
    assert found, "no event was found: the rule has lost its subject"
    return found
