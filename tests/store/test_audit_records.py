"""Reading the audit log."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from idp.audit.events.event import Event
from idp.store.db import db
from idp.store.repositories.audit_records import AuditRecords
from idp.web.current import services


@dataclass(frozen=True, kw_only=True)
class OfTheClient(Event):
    name: ClassVar[str] = "client.tested"

    client_id: str


@dataclass(frozen=True, kw_only=True)
class OfTheCitizen(Event):
    name: ClassVar[str] = "sign_in.tested"

    citizen_id: str


@pytest.fixture
def records(app, clock):
    for client_id in ("a", "b", "a"):
        services().audit.record(OfTheClient(client_id=client_id))
    services().audit.record(OfTheCitizen(citizen_id="c-1"))
    db.session.commit()
    return AuditRecords(db.session)


def names(found):
    return [row.name for row in found]


def test_acts_are_chosen_by_area_latest_first(records):
    assert names(records.acts(("client",), most=9)) == ["client.tested"] * 3
    assert names(records.acts((), most=9)) == ["sign_in.tested", *["client.tested"] * 3]
    assert records.acts(("clien_", "%", "sign"), most=9) == []


def test_acts_are_chosen_by_application(records):
    assert [row.client_id for row in records.acts(("client",), most=9, client_id="a")] == ["a", "a"]


def test_acts_come_in_pages(records):
    first = records.acts(("client",), most=2)
    rest = records.acts(("client",), most=2, before=first[-1].id)

    assert (len(first), len(rest)) == (2, 1)


def test_acts_are_counted_since_a_moment(records, clock):
    assert records.count_since("client.tested", clock()) == 3
    clock.advance(seconds=1)
    assert records.count_since("client.tested", clock()) == 0


def test_a_citizens_records_are_their_own(records):
    assert names(records.about_citizen("c-1", ["sign_in.tested"], most=9)) == ["sign_in.tested"]
    assert records.about_citizen("c-1", ["sign_in.tested"], most=9, before=1) == []
    assert records.about_citizen("c-2", ["sign_in.tested"], most=9) == []
