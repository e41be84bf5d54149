"""The worker as a thread: woken by a commit, held up by nobody, ended by nothing but its owner."""

import threading
from datetime import timedelta
from functools import partial
from typing import Any

from idp.outbound.housekeeping import BATCH, Chore
from idp.store.db import db
from idp.web.current import services
from tests.outbound.carrier import Recording, a_worker, queued
from tests.waiting import until


def test_nothing_is_sent_inside_of_a_transaction(app, worker, deliverer):
    # If one were open, SQLite's only write lock would be held while a stranger's server takes its time.
    states = []
    deliverer.before_sending = lambda: states.append(app_session_is_open())
    queued()

    worker.deliver_due()
    assert states == [False]


def has_sent(deliverer: Recording, number: int) -> bool:
    return len(deliverer.sent) == number


def app_session_is_open() -> bool:
    return any(engine.pool.checkedout() for engine in db.engines.values())


def test_a_running_worker_is_woken_by_a_commit_and_stops_when_told(app, worker, deliverer):
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        for number in (1, 2, 3):
            queued()
            until(partial(has_sent, deliverer, number), seconds=5, what="the delivery")
    finally:
        worker.stop()
        thread.join(5)
    assert not thread.is_alive()


def test_a_running_worker_goes_on_with_what_is_left_and_delivers_in_between(app, deliverer, monkeypatch):
    # The clock stands still: only the worker itself can have made the chore due again.
    monkeypatch.setattr("idp.outbound.worker.MOST_BATCHES", 1)
    monkeypatch.setattr("idp.outbound.worker.LOOK_EVERY", 600)
    goes = []

    def never_done() -> int:
        goes.append(1)
        return BATCH

    worker = a_worker(app, {"note": deliverer}, [Chore("endless", timedelta(minutes=10), never_done)])
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        until(lambda: len(goes) > 3, seconds=5, what="another go")
        queued()
        until(partial(has_sent, deliverer, 1), seconds=5, what="the delivery")
    finally:
        worker.stop()
        thread.join(5)
    assert not thread.is_alive()


def test_a_slow_receiver_holds_up_nobody_else(app):
    slow, quick = Recording(), Recording()
    release = threading.Event()
    slow.before_sending = release.wait
    worker = a_worker(app, {"slow": slow, "quick": quick})
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        for _ in range(3):
            queued("slow")
        queued("quick")
        until(lambda: quick.sent, seconds=5, what="the quick delivery")
        assert slow.sent == []
    finally:
        release.set()
        worker.stop()
        thread.join(5)


def test_a_database_that_is_away_ends_nothing(app, deliverer, monkeypatch):
    worker = a_worker(app, {"note": deliverer})
    entries = services().outbox.entries
    claim, failures = entries.claim, [OSError("gone"), OSError("gone")]

    def sometimes(*args: Any) -> Any:
        if failures:
            raise failures.pop()
        return claim(*args)

    monkeypatch.setattr(entries, "claim", sometimes)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        queued()
        until(lambda: deliverer.sent, what="the delivery")
    finally:
        worker.stop()
        thread.join(5)
