"""Claims: whose entry it is, and in which order they go."""

from datetime import timedelta

import pytest

from idp.store.db import db
from idp.store.models import DeliveryState, OutboxEntry
from idp.store.models.outbox_entry import Try
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.web.current import services
from tests.citizens.racing import race

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


def entry(entry_id: str) -> OutboxEntry:
    db.session.expire_all()
    return db.session.get_one(OutboxEntry, entry_id)


def test_each_attempt_is_kept_with_its_moment_and_reason(entries, clock):
    added = add()
    [claim] = entries.claim(5, MINUTE)
    entries.postpone(claim, clock() + MINUTE, "timeout")
    clock.advance(minutes=1)
    [claim] = entries.claim(5, MINUTE)
    entries.delivered(claim)

    assert entry(added).tried == (Try(1, clock() - MINUTE, "timeout"), Try(2, clock(), None))


def test_a_worker_whose_claim_has_run_out_writes_nothing(entries, clock):
    added = add()
    [late] = entries.claim(5, MINUTE)
    clock.advance(minutes=1)
    [claim] = entries.claim(5, MINUTE)

    assert not entries.postpone(late, clock(), "timeout")
    assert entries.fail(claim, "refused")
    assert [(each.attempt, each.reason) for each in entry(added).tried] == [(2, "refused")]


def test_of_very_many_attempts_the_last_are_kept(entries, clock, monkeypatch):
    monkeypatch.setattr("idp.store.repositories.outbox_entries._MOST_TRIES", 3)
    added = add()
    for _ in range(5):
        [claim] = entries.claim(5, MINUTE)
        entries.postpone(claim, clock(), "timeout")

    assert [each.attempt for each in entry(added).tried] == [3, 4, 5]


def test_what_was_given_up_is_revived_by_one_of_many_and_keeps_its_tries(app, entries, clock):
    added = add()
    [claim] = entries.claim(5, MINUTE)
    entries.fail(claim, "refused")

    revived = race(app, 6, lambda _: services().outbox.revive(added, {"say": "again"}))

    assert revived.count(True) == 1
    assert entry(added).state == DeliveryState.PENDING
    assert [each.reason for each in entry(added).tried] == ["refused"]
    [claim] = entries.claim(5, MINUTE)
    assert claim.attempt == 2
    assert services().outbox.opened(claim).payload == {"say": "again"}


@pytest.mark.parametrize("settled", ["delivered", "pending"])
def test_only_what_was_given_up_is_revived(entries, settled):
    added = add()
    if settled == "delivered":
        [claim] = entries.claim(5, MINUTE)
        entries.delivered(claim)

    assert not services().outbox.revive(added, {})
    assert not services().outbox.revive("nobody", {})
