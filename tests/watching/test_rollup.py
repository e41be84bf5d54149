"""Rolled-up counts: equal to the log, whenever and however often it is counted."""

from datetime import timedelta

import pytest

from idp.audit.events.event import Event
from idp.audit.events.proofing import IdentityChecked
from idp.audit.events.sign_in import SignedIn, SignInRefused
from idp.store.db import db
from idp.store.repositories.event_counts import AN_HOUR, EventCounts
from idp.watching import rollup as rolling
from idp.watching.rollup import TOLD, Rollup
from idp.web.current import services
from tests.architecture.test_audit_guard import _events
from tests.moments import START

AT_ONCE = 6


@pytest.fixture
def counts(app) -> EventCounts:
    return EventCounts(db.session, TOLD)


@pytest.fixture
def rollup(counts, clock, monkeypatch) -> Rollup:
    monkeypatch.setattr(rolling, "AT_ONCE", AT_ONCE)
    monkeypatch.setattr(rolling, "FARTHEST", timedelta(hours=5 * AT_ONCE))
    return Rollup(counts, clock)


def happened(event: Event) -> None:
    services().audit.record(event)
    db.session.commit()


def signed_in(client_id="portal", **changed) -> SignedIn:
    usual = {"methods": ("pwd", "otp", "mfa"), "level": 2, "new_device": False, "agent": "Chrome"}
    return SignedIn(citizen_id="c", session_id="s", client_id=client_id, **{**usual, **changed})


def kept(counts, since=START - timedelta(days=500)):
    names = [*TOLD, "client.suspended"]
    by = ("hour", "name", "client_id", "detail")
    return {(hour - START, *rest): count for (hour, *rest), count in counts.summed(by, names, since).items()}


def test_events_are_counted_by_application_and_detail(rollup, counts):
    for event in (
        signed_in(),
        signed_in(),
        signed_in(methods=("pwd",), level=1),
        signed_in(client_id=None),
        SignInRefused(reason="password", client_id="portal"),
        IdentityChecked(verdict="matched", request_id="r"),
    ):
        happened(event)
    rollup.count()

    now = timedelta(0)
    assert kept(counts) == {
        (now, "sign_in.succeeded", "portal", "pwd+otp+mfa|2"): 2,
        (now, "sign_in.succeeded", "portal", "pwd|1"): 1,
        (now, "sign_in.succeeded", "", "pwd+otp+mfa|2"): 1,
        (now, "sign_in.refused", "portal", "password"): 1,
        (now, "proofing.checked", "", "matched"): 1,
    }


def test_counting_again_changes_nothing_and_writes_nothing(rollup, counts, statements):
    happened(signed_in())
    rollup.count()
    db.session.commit()
    before = kept(counts)
    with statements.counted():
        assert rollup.count() == 0

    assert kept(counts) == before
    assert not [text for text in statements if text.startswith("INSERT")]


def test_what_comes_late_is_counted_with_its_hour(rollup, counts, clock):
    happened(signed_in())
    rollup.count()
    clock.advance(hours=1)
    rollup.count()
    late = services().audit
    late._clock = lambda: START + timedelta(minutes=59)
    happened(signed_in())
    late._clock = clock
    rollup.count()

    assert kept(counts) == {(timedelta(0), "sign_in.succeeded", "portal", "pwd+otp+mfa|2"): 2}


def test_hours_without_a_worker_are_made_up_for(rollup, counts, clock):
    happened(signed_in())
    rollup.count()
    happened(signed_in())
    clock.advance(hours=3 * AT_ONCE)
    happened(signed_in())
    runs = [rollup.count() for _ in range(6)]

    assert kept(counts) == {
        (timedelta(0), "sign_in.succeeded", "portal", "pwd+otp+mfa|2"): 2,
        (timedelta(hours=3 * AT_ONCE), "sign_in.succeeded", "portal", "pwd+otp+mfa|2"): 1,
    }
    assert sum(runs) == 3 * AT_ONCE - 2
    assert runs[-1] == 0


def test_the_past_is_counted_bit_by_bit(rollup, counts, clock):
    happened(signed_in())
    clock.advance(hours=2 * AT_ONCE)
    happened(signed_in())
    first = rollup.count()
    assert len(kept(counts)) == 1
    second = [rollup.count() for _ in range(3)]

    assert first == AT_ONCE - 2
    assert sum(kept(counts).values()) == 2
    assert second[-1] == 0
    assert counts.counted() == (START, START + 2 * AT_ONCE * AN_HOUR)


def test_the_far_past_is_left_alone(rollup, counts, clock):
    happened(signed_in())
    clock.advance(hours=6 * AT_ONCE)
    rollup.count()
    while rollup.count():
        pass

    assert kept(counts) == {}
    assert counts.counted()[0] == clock() - timedelta(hours=5 * AT_ONCE)


def test_an_hour_is_counted_in_one_statement_over_that_hour(rollup, statements):
    happened(signed_in())
    with statements.counted():
        rollup.count()
    reads = [text for text in statements if "FROM audit_record" in text and "min(" not in text]

    assert len(reads) == 2
    assert all("audit_record.at >=" in text and "audit_record.at <" in text for text in reads)


def test_what_is_told_apart_is_a_detail_of_the_event():
    known = {event.name: event for event in _events()}

    assert {
        (name, member)
        for name, members in TOLD.items()
        for member in members
        if member not in known[name].__dataclass_fields__
    } == set()


def test_things_outside_of_the_log_can_be_counted_too(counts):
    counts.add(START, {("register.asked", "", "answered"): 1})
    counts.add(START, {("register.asked", "", "answered"): 2, ("register.asked", "", "silent"): 1})

    assert counts.summed(("detail",), ["register.asked"], START) == {("answered",): 3, ("silent",): 1}


def test_sums_can_be_of_some_applications_and_one_detail(counts):
    counts.keep(
        START,
        {
            ("a", "portal", "x"): 3,
            ("a", "portal", "y"): 5,
            ("a", "land", "x"): 7,
            ("b", "land", "z"): 11,
        },
    )

    assert counts.summed(("name",), ["a", "b"], START, clients=["land"]) == {("a",): 7, ("b",): 11}
    assert counts.summed(("name",), ["a", "b"], START, only={"a": "x"}) == {("a",): 10, ("b",): 11}
    assert counts.summed(("name",), ["a", "b"], START + AN_HOUR) == {}
    assert counts.summed(("name",), ["a"], START, until=START) == {}
    assert counts.summed(("name",), ["a"], START, until=START + AN_HOUR) == {("a",): 15}
    assert counts.summed(("name",), ["a"], START, clients=[]) == {}
