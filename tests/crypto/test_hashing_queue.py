"""Hashes wait for their turn, in a bounded queue, in threads that give way."""

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from idp.crypto.hashing_queue import HashingQueue
from idp.turns import TooManyWaiting
from tests.waiting import until


@pytest.fixture
def askers():
    with ThreadPoolExecutor(8) as pool:
        yield pool


def held(queue, askers):
    """Work that keeps the queue's only thread busy until the event is set."""
    go = threading.Event()
    work = askers.submit(queue.run, go.wait)
    until(lambda: queue.depth == 1, what="the first work")
    return go, work


def test_the_result_of_the_work_comes_back():
    assert HashingQueue(threads=1, waiting=0).run(lambda: "hash") == "hash"


def test_what_the_work_raises_comes_back_and_the_place_is_free_again():
    queue = HashingQueue(threads=1, waiting=0)

    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            queue.run(lambda: 1 / 0)
    assert queue.depth == 0


def test_beyond_the_bound_work_is_refused_at_once(askers):
    queue = HashingQueue(threads=1, waiting=1)
    go, first = held(queue, askers)
    second = askers.submit(queue.run, lambda: "second")
    until(lambda: queue.depth == 2, what="the second work")

    with pytest.raises(TooManyWaiting):
        queue.run(lambda: "third")
    go.set()
    assert first.result() is True
    assert second.result() == "second"
    assert queue.run(lambda: "fourth") == "fourth"


def test_work_is_done_in_the_order_it_came_and_one_at_a_time(askers):
    queue = HashingQueue(threads=1, waiting=6)
    go, _ = held(queue, askers)
    order = []
    for number in range(6):
        askers.submit(queue.run, lambda number=number: order.append(number))
        until(lambda number=number: queue.depth == number + 2, what=f"work {number}")
    go.set()

    until(lambda: len(order) == 6, what="all of it")
    assert order == [*range(6)]


@pytest.mark.skipif(sys.platform != "linux", reason="niceness belongs to a thread on Linux only")
def test_the_threads_that_hash_give_way_and_the_others_do_not():
    queue = HashingQueue(threads=1, waiting=0)
    before = os.getpriority(os.PRIO_PROCESS, 0)

    hashing = queue.run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    assert hashing == min(19, before + 15)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_how_long_each_waited_is_told(askers):
    queue = HashingQueue(threads=1, waiting=1)
    waited = []
    queue.on_wait.append(waited.append)
    go, _ = held(queue, askers)
    second = askers.submit(queue.run, lambda: None)
    until(lambda: queue.depth == 2, what="the second work")
    go.set()
    second.result()

    assert len(waited) == 2
    assert all(seconds >= 0 for seconds in waited)


def test_how_many_there_are_is_told_each_time_one_comes_or_goes():
    queue = HashingQueue(threads=1, waiting=0)
    told = []
    queue.on_depth.append(told.append)

    queue.run(lambda: None)

    assert told == [1, 0]


def test_a_system_that_gives_no_thread_has_no_room(monkeypatch):
    def refuse(_thread):
        raise RuntimeError("can't start new thread")

    queue = HashingQueue(threads=1, waiting=0)
    monkeypatch.setattr(threading.Thread, "start", refuse)

    for _ in range(2):
        with pytest.raises(MemoryError):
            queue.run(lambda: "hash")
    assert queue.depth == 0
