"""The worker: each entry to one of several, tried again, given up in the end, and never in the way."""

import logging
import threading
from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from idp.outbound.delivery import DeliveryFailed, wait_after
from idp.outbound.housekeeping import BATCH, Chore
from idp.outbound.worker import LEASE, Worker
from idp.store.db import db
from idp.store.models import DeliveryState, OutboxEntry
from idp.web.current import services
from tests.outbound.carrier import a_worker, entry, queued


def test_what_is_due_is_delivered_once_and_forgotten(worker, deliverer):
    added = queued()

    assert worker.deliver_due() == 1
    assert worker.deliver_due() == 0
    assert [parcel.payload for parcel in deliverer.sent] == [{"say": "xin chào"}]
    assert deliverer.settled == ["receipt 1"]
    assert entry(added).state == DeliveryState.DELIVERED
    assert entry(added).payload_sealed is None


def test_what_is_not_due_waits(worker, deliverer, clock):
    queued(not_before=clock() + timedelta(minutes=1))

    assert worker.deliver_due() == 0
    clock.advance(minutes=1)
    assert worker.deliver_due() == 1


def test_a_failure_is_tried_again_later_and_succeeds(worker, deliverer, clock):
    deliverer.failures = [DeliveryFailed("timeout")]
    added = queued()

    worker.deliver_due()
    assert (entry(added).state, entry(added).last_error) == (DeliveryState.PENDING, "timeout")
    assert worker.deliver_due() == 0

    clock.advance(seconds=3)
    assert worker.deliver_due() == 1
    assert entry(added).state == DeliveryState.DELIVERED
    assert deliverer.settled == ["receipt 2"]


def test_an_unexpected_failure_is_tried_again_and_its_text_stays_out_of_the_log(
    worker, deliverer, clock, caplog
):
    deliverer.failures = [RuntimeError("quynh@dan.anlien.example 482913")]
    added = queued()

    with caplog.at_level(logging.DEBUG):
        worker.deliver_due()
    assert entry(added).last_error == "internal"
    assert "RuntimeError" in caplog.text
    assert "quynh" not in caplog.text

    clock.advance(seconds=3)
    worker.deliver_due()
    assert entry(added).state == DeliveryState.DELIVERED


def test_a_final_failure_is_not_tried_again(worker, deliverer):
    deliverer.failures = [DeliveryFailed("refused", is_final=True)]
    added = queued()

    worker.deliver_due()
    assert entry(added).state == DeliveryState.FAILED
    assert deliverer.settled == ["refused 1"]
    assert [dead.id for dead in services().outbox.entries.failed()] == [added]


def test_what_never_arrives_is_given_up_after_its_time(worker, deliverer, clock, monkeypatch):
    # Without the jitter, so that the last try falls on the same minute each time.
    monkeypatch.setattr("idp.outbound.worker.wait_after", lambda attempt: wait_after(attempt, lambda *_: 1.0))
    deliverer.failures = [DeliveryFailed("timeout")] * 1000
    added = queued(keep_trying=timedelta(hours=2))

    for _ in range(60):
        worker.deliver_due()
        clock.advance(minutes=5)
    assert entry(added).state == DeliveryState.FAILED
    assert 5 < entry(added).attempts < 15
    assert deliverer.settled == [f"timeout {entry(added).attempts}"]


def test_what_would_come_too_late_is_not_sent(worker, deliverer, clock):
    added = queued(keep_trying=timedelta(minutes=5))
    clock.advance(minutes=6)

    worker.deliver_due()
    assert deliverer.sent == []
    assert (entry(added).state, entry(added).last_error) == (DeliveryState.FAILED, "too_late")


def test_a_kind_nobody_delivers_waits_for_somebody_who_does(worker, clock):
    added = queued("unheard-of")

    worker.deliver_due()
    assert entry(added).last_error == "no_deliverer"
    assert entry(added).state == DeliveryState.PENDING


def test_an_entry_of_a_worker_that_died_goes_to_another(worker, deliverer, clock):
    added = queued()
    services().outbox.entries.claim(10, LEASE)
    db.session.commit()

    assert worker.deliver_due() == 0
    clock.advance(seconds=LEASE.total_seconds())
    assert worker.deliver_due() == 1
    assert entry(added).attempts == 2


def test_a_worker_that_was_too_slow_cannot_overrule_the_next_one(worker, deliverer, clock):
    added = queued()
    entries = services().outbox.entries
    [slow] = entries.claim(10, LEASE)
    db.session.commit()
    clock.advance(seconds=LEASE.total_seconds())
    worker.deliver_due()

    assert not entries.fail(slow, "timeout")
    assert not entries.postpone(slow, clock(), "timeout")
    assert entry(added).state == DeliveryState.DELIVERED


def test_two_workers_at_once_deliver_each_entry_once(app, deliverer):
    added = [queued() for _ in range(40)]
    start = threading.Barrier(2)

    def work(worker: Worker) -> None:
        start.wait()
        worker.deliver_due()

    workers = [a_worker(app, {"note": deliverer}) for _ in range(2)]
    threads = [threading.Thread(target=work, args=[worker]) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Counter(parcel.id for parcel in deliverer.sent) == Counter(added)


def test_chores_run_in_batches_until_nothing_is_left(app):
    left = [500, 500, 20]
    worker = a_worker(app, {}, [Chore("tidy", timedelta(minutes=1), lambda: left.pop(0))])

    worker.keep_house()
    assert left == []


def test_a_chore_with_more_than_one_go_goes_on_at_once_and_the_others_come_in_between(app, monkeypatch):
    monkeypatch.setattr("idp.outbound.worker.MOST_BATCHES", 2)
    done = []

    def much() -> int:
        done.append("much")
        return BATCH if done.count("much") < 5 else 0

    chores = [
        Chore("much", timedelta(minutes=10), much),
        Chore("little", timedelta(minutes=10), lambda: done.append("little") or 0),
    ]
    worker = a_worker(app, {}, chores)

    for _ in range(4):
        worker.keep_house()
    # Two goes, each of two batches, then one that finds nothing left: after that the interval counts again.
    assert done == ["much", "much", "little", "much", "much", "much"]


def test_a_chore_that_fails_does_not_stop_the_others(app, clock):
    done = []

    def break_down() -> int:
        raise RuntimeError

    worker = a_worker(
        app,
        {},
        [
            Chore("bad", timedelta(minutes=1), break_down),
            Chore("good", timedelta(minutes=1), lambda: done.append(1) or 0),
        ],
    )
    worker.keep_house()
    worker.keep_house()
    assert done == [1]

    clock.advance(minutes=1)
    worker.keep_house()
    assert done == [1, 1]


def test_the_whole_outbox_is_empty_afterwards(worker):
    for _ in range(20):
        queued()
    worker.deliver_due()

    states = set(db.session.scalars(select(OutboxEntry.state)))
    assert states == {DeliveryState.DELIVERED}
