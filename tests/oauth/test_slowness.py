"""Waiting on purpose: bounded in time and in number, with nothing held."""

import threading
from datetime import timedelta

from idp.oauth.slowness import MOST_AT_ONCE, Slowness


def test_it_lets_go_before_it_waits_and_never_waits_longer_than_ten_seconds():
    done = []
    slowness = Slowness(lambda: done.append("let go"), done.append)

    slowness.wait(timedelta(minutes=5))

    assert done == ["let go", 10.0]


def test_only_so_many_wait_at_once():
    inside, out = threading.Barrier(MOST_AT_ONCE + 1), threading.Event()

    def sleep(_seconds: float) -> None:
        inside.wait(5)
        out.wait(5)

    slowness = Slowness(lambda: None, sleep)
    threads = [
        threading.Thread(target=slowness.wait, args=(timedelta(seconds=8),)) for _ in range(MOST_AT_ONCE)
    ]
    for thread in threads:
        thread.start()
    inside.wait(5)

    slowness.wait(timedelta(seconds=8))  # comes back at once

    out.set()
    for thread in threads:
        thread.join(5)
    assert not any(thread.is_alive() for thread in threads)
