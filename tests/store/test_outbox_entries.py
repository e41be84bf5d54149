"""Claims: whose entry it is, and in which order they go."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.web.current import services

MINUTE = timedelta(minutes=1)


@pytest.fixture
def entries(app) -> OutboxEntries:
    return services().outbox.entries


def add(**options) -> str:
    return services().outbox.add("note", {}, **options)


def test_the_longest_waiting_go_first(entries, clock):
    second = add(not_before=clock() - MINUTE)
    first = add(not_before=clock() - 2 * MINUTE)
    add(not_before=clock())

    assert {claim.id for claim in entries.claim(2, MINUTE)} == {first, second}


def test_what_is_claimed_is_nobody_elses_until_the_claim_runs_out(entries, clock):
    add()

    assert len(entries.claim(5, MINUTE)) == 1
    assert entries.claim(5, MINUTE) == []
    clock.advance(minutes=1)
    assert [claim.attempt for claim in entries.claim(5, MINUTE)] == [2]


def test_an_entry_is_settled_once(entries):
    add()
    [claim] = entries.claim(5, MINUTE)

    assert entries.delivered(claim)
    assert not entries.delivered(claim)
    assert not entries.fail(claim, "timeout")


def test_what_was_postponed_comes_again_when_it_is_due(entries, clock):
    add()
    [claim] = entries.claim(5, MINUTE)
    assert entries.postpone(claim, clock() + MINUTE, "timeout")

    assert entries.claim(5, MINUTE) == []
    clock.advance(minutes=1)
    assert [again.attempt for again in entries.claim(5, MINUTE)] == [2]


def test_groups_are_found_together(entries):
    mine = [add(group="one"), add(group="one")]
    add(group="two")

    assert {entry.id for entry in entries.of_groups(["one"])} == set(mine)


def test_an_idle_look_is_one_statement_that_locks_nothing(entries, statements):
    with statements.counted():
        assert entries.claim(5, MINUTE) == []

    assert len(statements) == 1
    assert statements[0].startswith("SELECT")
    assert db.session.is_active
