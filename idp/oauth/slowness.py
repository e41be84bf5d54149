"""Waiting on purpose, without holding anything that others need."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta

MOST_AT_ONCE = 4
"""Requests of one process that wait so. Each keeps a thread busy; one more is answered at once."""

LONGEST = timedelta(seconds=10)


class Slowness:
    """Lets a request wait.

    Args:
        let_go: Gives back what the request holds: its transaction, and with it its connection.
        sleep: Waits so many seconds.
    """

    def __init__(self, let_go: Callable[[], None], sleep: Callable[[float], None] = time.sleep) -> None:
        self._let_go = let_go
        self._sleep = sleep
        self._places = threading.BoundedSemaphore(MOST_AT_ONCE)

    def wait(self, duration: timedelta) -> None:
        """Wait, but never longer than `LONGEST`, and not at all when too many do already."""
        if not self._places.acquire(blocking=False):
            return
        try:
            self._let_go()
            self._sleep(min(duration, LONGEST).total_seconds())
        finally:
            self._places.release()
