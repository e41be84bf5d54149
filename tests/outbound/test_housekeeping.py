"""Which chores there are, and when they are due."""

from datetime import timedelta

from idp.outbound.housekeeping import Chore, Schedule, removals
from idp.store.repositories.expired_rows import EXPIRIES, ExpiredRows
from idp.web.current import services


def test_a_chore_is_due_at_the_start_and_after_its_interval(clock):
    often, seldom = (
        Chore(name, timedelta(minutes=every), lambda: 0) for name, every in (("often", 1), ("seldom", 10))
    )
    schedule = Schedule([often, seldom], clock)

    assert schedule.due() == [often, seldom]
    assert schedule.due() == []
    clock.advance(minutes=1)
    assert schedule.due() == [often]
    clock.advance(minutes=9)
    assert schedule.due() == [often, seldom]


def test_a_chore_that_has_more_to_do_is_due_at_once_and_then_after_its_interval(clock):
    much, little = (Chore(name, timedelta(minutes=10), lambda: 0) for name in ("much", "little"))
    schedule = Schedule([much, little], clock)
    schedule.due()

    schedule.go_on([much])
    assert schedule.due() == [much]
    assert schedule.due() == []
    clock.advance(minutes=10)
    assert schedule.due() == [much, little]


def test_every_removal_is_a_chore_of_its_own(app, clock):
    chores = removals(ExpiredRows(None, clock))

    assert len({chore.name for chore in chores}) == len(EXPIRIES)


def test_sessions_that_ran_out_and_retired_keys_are_looked_after(app):
    names = {chore.name for chore in services().chores}

    assert {"end sessions that have run out", "forget retired keys"} <= names


def test_every_chore_can_be_done_on_an_empty_installation(app):
    assert {chore.work() for chore in services().chores} == {0}
