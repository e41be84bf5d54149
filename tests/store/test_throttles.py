"""Counts of tries in the database."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import ThrottleCount
from idp.store.repositories.throttles import Throttles
from idp.web.current import services
from tests.citizens.racing import race

HOUR = timedelta(hours=1)


@pytest.fixture
def throttles(app) -> Throttles:
    return services().throttle


def test_there_are_so_many_tries_in_a_period(throttles, clock):
    assert [throttles.take("somebody", 2, HOUR) for _ in range(3)] == [True, True, False]

    clock.advance(minutes=59)
    assert not throttles.take("somebody", 2, HOUR)
    clock.advance(minutes=1)
    assert [throttles.take("somebody", 2, HOUR) for _ in range(3)] == [True, True, False]


def test_everybody_has_a_count_of_their_own(throttles):
    assert throttles.take("one", 1, HOUR)
    assert throttles.take("other", 1, HOUR)
    assert not throttles.take("one", 1, HOUR)


def test_a_try_can_be_given_back(throttles):
    throttles.take("somebody", 1, HOUR)

    throttles.put_back("somebody")
    throttles.put_back("somebody")
    throttles.put_back("nobody")

    assert throttles.take("somebody", 1, HOUR)
    assert not throttles.take("somebody", 1, HOUR)


def test_tries_come_ever_more_slowly(throttles, clock):
    waits = [timedelta(0), timedelta(minutes=1), timedelta(minutes=5)]

    assert throttles.take_slower("somebody", waits, HOUR)
    assert throttles.take_slower("somebody", waits, HOUR)
    assert not throttles.take_slower("somebody", waits, HOUR)
    clock.advance(minutes=1)
    assert throttles.take_slower("somebody", waits, HOUR)
    clock.advance(minutes=5)
    assert not throttles.take_slower("somebody", waits, HOUR)
    clock.advance(minutes=55)
    assert throttles.take_slower("somebody", waits, HOUR)


def test_counts_can_be_looked_at_and_forgotten(throttles, clock):
    throttles.take("one", 5, HOUR)
    throttles.take("one", 5, HOUR)
    throttles.take("other", 5, HOUR)

    assert throttles.counts(["one", "other", "nobody"]) == {"one": (2, clock()), "other": (1, clock())}
    throttles.forget(["one", "nobody"])
    assert throttles.counts(["one", "other"]) == {"other": (1, clock())}
    clock.advance(hours=1)
    assert throttles.counts(["other"]) == {}


@pytest.mark.parametrize("key", ["", "\x00", "\ud800", "x" * 10_000, "198.51.100.7"])
def test_any_key_will_do_and_none_is_kept_in_clear(throttles, key):
    assert throttles.take(key, 1, HOUR)
    assert not throttles.take(key, 1, HOUR)

    kept = db.session.scalars(select(ThrottleCount.key)).one()
    assert len(kept) == 43


def test_a_race_takes_no_more_than_there_is(app):
    taken = race(app, 12, lambda _: services().throttle.take("somebody", 5, HOUR))

    assert taken.count(True) == 5
