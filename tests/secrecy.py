"""Personal values of the people in a test, and the guard that keeps them out of the audit log."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from idp.audit.events.event import Event
from idp.audit.log import AuditLog

SHORTEST = 4
"""Characters below which a value says nothing of its own and would be found by chance."""


class PersonalValues(set[str]):
    """The values of everyone in the running test."""

    @staticmethod
    def of_this_test() -> "PersonalValues":
        """The one collection of the running test."""
        return _of_this_test

    def learn(self, *values: Any) -> None:
        """Add values; those too short to mean anything are left out."""
        self.update(str(value) for value in values if value is not None and len(str(value)) >= SHORTEST)

    def found_in(self, event: Event) -> list[str]:
        """Which of the values an event contains."""
        content = {"name": event.name, **event.subjects(), **event.details()}
        text = json.dumps(content, ensure_ascii=False, default=str)
        return sorted(value for value in self if value in text)


_of_this_test = PersonalValues()


@contextmanager
def watched_audit_log(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the running test, when it ends, if an event it recorded carries a personal value.

    Not at once: an error page of the application would swallow the failure.
    """
    PersonalValues.of_this_test().clear()
    leaks: list[str] = []
    record = AuditLog.record

    def guarded(log: AuditLog, happened: Event) -> None:
        leaked = PersonalValues.of_this_test().found_in(happened)
        leaks.extend(f"{type(happened).__name__} carries {value!r}" for value in leaked)
        record(log, happened)

    monkeypatch.setattr(AuditLog, "record", guarded)
    yield
    assert not leaks, leaks
