"""Password hashes are made one at a time, in a thread that gives way to all others; who waits is bounded.

Argon2 takes tens of milliseconds and lets other threads run meanwhile. Unbounded, a storm of sign-ins takes every core,
and a token request waits behind a hundred hashes.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

from idp import turns
from idp.turns import TooManyWaiting

T = TypeVar("T")

_NICENESS = 15
"""Of the threads that hash: whatever else the process has to do goes first."""


class HashingQueue:
    """Does work in its own few threads, in the order it came.

    Args:
        threads: How many hashes are made at once.
        waiting: How many may wait for their turn.
    """

    def __init__(self, *, threads: int, waiting: int) -> None:
        self._threads = threads
        self._places = threading.BoundedSemaphore(threads + waiting)
        self._counting = threading.Lock()
        self.depth = 0
        self.on_wait: list[Callable[[float], None]] = []
        """Told how many seconds each piece of work waited for its turn."""
        self.on_depth: list[Callable[[int], None]] = []
        """Told how many there are now, each time one comes or goes."""

    def run(self, work: Callable[[], T]) -> T:
        """The result of a piece of work, when its turn has come.

        Raises:
            TooManyWaiting: Every place is taken.
            MemoryError: The system gives no thread to work in.
        """
        if not self._places.acquire(blocking=False):
            raise TooManyWaiting
        try:
            turn = self._submitted(work)
            self._count(1)
            try:
                with turns.aside():
                    return turn.result()
            finally:
                self._count(-1)
        finally:
            self._places.release()

    def _submitted(self, work: Callable[[], T]) -> "Future[T]":
        try:
            return self._executor.submit(self._begun, time.monotonic(), work)
        except RuntimeError as error:
            raise MemoryError(str(error)) from error

    def _begun(self, asked_at: float, work: Callable[[], T]) -> T:
        for tell in self.on_wait:
            tell(time.monotonic() - asked_at)
        return work()

    def _count(self, more: int) -> None:
        with self._counting:
            self.depth += more
            for tell in self.on_depth:
                tell(self.depth)

    @cached_property
    def _executor(self) -> ThreadPoolExecutor:
        # Made when the first work comes: commands and tests hash nothing, or little.
        return ThreadPoolExecutor(self._threads, thread_name_prefix="hashing", initializer=_give_way)


def _give_way() -> None:
    # On Linux niceness belongs to the thread, elsewhere to the process, which must not give way.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
