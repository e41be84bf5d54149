"""The first page's figures: every hour and day in its place, everything of the chosen time and nothing else."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.repositories.call_counts import CallCounts
from idp.store.repositories.event_counts import EventCounts
from idp.watching.figures import (
    CHECKED,
    DAYS,
    ENTERED,
    HERE,
    HOURS,
    NOT_TOLD,
    OPENED,
    REFUSED,
    REGISTER,
    SUCCEEDED,
    Figures,
)
from idp.watching.rollup import TOLD
from tests.moments import START

HOUR = timedelta(hours=1)


@pytest.fixture
def counts(app) -> EventCounts:
    return EventCounts(db.session, TOLD)


@pytest.fixture
def figures(counts, clock) -> Figures:
    return Figures(counts, clock)


def happened(counts, name, times, *, hours_ago=0, client_id="", detail=""):
    hour = START - hours_ago * HOUR
    counts.keep(hour, {(name, client_id, detail): times, ("", "", ""): times})


def test_hours_and_days_are_in_their_places(figures, counts):
    for hours_ago, times in ((0, 1), (1, 2), (23, 4), (24, 8), (24 * 29, 16), (24 * 40, 32)):
        happened(counts, SUCCEEDED, times, hours_ago=hours_ago)
    overview = figures.overview(7)

    assert (len(overview.hours), len(overview.days)) == (HOURS, DAYS)
    assert [slot.of(SUCCEEDED) for slot in overview.hours] == [4, *[0] * 21, 2, 1]
    assert overview.hours[-1].start == START
    assert [slot.of(SUCCEEDED) for slot in overview.days if slot.of(SUCCEEDED)] == [16, 4 + 8, 1 + 2]
    assert overview.days[0].of(SUCCEEDED) == 16


def test_a_day_begins_at_midnight_in_viet_nam(figures, counts, clock):
    happened(counts, SUCCEEDED, 1, hours_ago=9)  # 17:00 UTC, midnight here
    happened(counts, SUCCEEDED, 2, hours_ago=10)
    days = figures.overview(7).days

    assert days[-1].start.astimezone(HERE).hour == 0
    assert [slot.of(SUCCEEDED) for slot in days[-2:]] == [2, 1]


@pytest.mark.parametrize(("days", "total"), [(1, 1 + 2), (7, 1 + 2 + 4), (30, 1 + 2 + 4 + 8)])
def test_details_are_of_the_chosen_time(figures, counts, days, total):
    for hours_ago, times in ((0, 1), (23, 2), (24 * 6, 4), (24 * 29, 8), (24 * 31, 16)):
        happened(counts, REFUSED, times, hours_ago=hours_ago, detail="password")
    overview = figures.overview(days)

    assert overview.details[REFUSED] == {"password": total}
    assert overview.total(REFUSED) == total


def test_the_rate_is_of_all_tries(figures, counts):
    assert figures.overview(7).success_rate is None
    happened(counts, SUCCEEDED, 3, detail="pwd|1")
    happened(counts, REFUSED, 1)

    assert figures.overview(7).success_rate == 75


def test_the_busiest_application_comes_first(figures, counts):
    happened(counts, ENTERED, 5, client_id="land", detail="authorization_code")
    happened(counts, ENTERED, 900, client_id="portal", detail="refresh_token")
    happened(counts, SUCCEEDED, 7, client_id="portal")
    happened(counts, NOT_TOLD, 2, client_id="portal")
    clients = figures.overview(7).clients

    assert [(one.client_id, one.entered, one.succeeded, one.not_told) for one in clients] == [
        ("portal", 0, 7, 2),
        ("land", 5, 0, 0),
    ]


def test_of_some_applications_nothing_else_is_told(figures, counts):
    happened(counts, SUCCEEDED, 1, client_id="land")
    happened(counts, SUCCEEDED, 2, client_id="portal")
    happened(counts, CHECKED, 3, detail="matched")
    happened(counts, OPENED, 4, client_id="land")
    counts.add(START, {(REGISTER, "", "answered"): 1})
    overview = figures.overview(7, ["land"])

    assert overview.hours[-1].of(SUCCEEDED) == 1
    assert overview.details[CHECKED] == {}
    assert overview.days[-1].of(OPENED) == 4
    assert [one.client_id for one in overview.clients] == ["land"]
    assert overview.register == []
    assert figures.overview(7, []).hours[-1].counts == {}


def test_calls_that_are_counted_for_lint_are_in_no_figure(figures, counts):
    happened(counts, SUCCEEDED, 1, client_id="portal")
    before = figures.overview(7)
    calls = [{"client_id": client_id, "at": START, "status": 400} for client_id in ("portal", "land")]
    CallCounts(db.session).add(calls)

    assert figures.overview(7) == before


def test_the_register_is_told_by_the_hour(figures, counts):
    for detail in ("answered", "answered", "silent"):
        counts.add(START, {(REGISTER, "", detail): 1})

    assert figures.overview(7).register[-1].counts == {"answered": 2, "silent": 1}


def test_it_is_known_up_to_when_was_counted(figures, counts):
    assert figures.overview(7).counted_at is None
    happened(counts, SUCCEEDED, 1, hours_ago=2)
    assert figures.overview(7).counted_at == START - 2 * HOUR


def test_a_page_is_five_statements_and_none_of_the_log(figures, counts, statements):
    with statements.counted():
        figures.overview(30)

    assert len(statements) == 5
    assert not [text for text in statements if "audit_record" in text]
