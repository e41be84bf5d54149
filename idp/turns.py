"""Whoever is not signed in yet takes turns: a storm at the door must not slow programs, nor those who are in.

The pages of a sign-in cost many times what a program's request costs. Where they run all at once, a token request has
to wait for each of them, for the interpreter and for a thread. Here they run one after the other and may not hold
every thread; programs and running sessions pass by.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

_LONGEST_SECONDS = 1.0
"""Whoever has waited for so long goes on: something holds up the one before, and need not hold up everybody."""


class TooManyWaiting(Exception):
    """As many wait as may wait; come again later."""


@dataclass
class Turn:
    """Somebody's place in the line.

    Args:
        running: What the one who runs holds.
        is_running: Whether it is their turn; not while they wait for it, or after they waited too long.
    """

    running: threading.Lock
    is_running: bool = False

    def take(self) -> None:
        """Wait until it is their turn, or for long enough."""
        self.is_running = self.running.acquire(timeout=_LONGEST_SECONDS)

    def give_up(self) -> None:
        """Let the next one run."""
        if self.is_running:
            self.is_running = False
            self.running.release()


_mine: ContextVar[Turn | None] = ContextVar("turn", default=None)


class Turnstile:
    """Lets requests of one process through, one at a time.

    Args:
        places: How many may be inside: run, wait for their turn, or wait for somebody else.
    """

    def __init__(self, places: int) -> None:
        self.places = places
        """How many may be inside."""
        self._free = threading.BoundedSemaphore(places)
        self._running = threading.Lock()

    def enter(self) -> None:
        """Begin a request, when its turn has come.

        Raises:
            TooManyWaiting: Every place is taken.
        """
        if not self._free.acquire(blocking=False):
            raise TooManyWaiting
        turn = Turn(self._running)
        _mine.set(turn)
        turn.take()

    def leave(self) -> None:
        """End what this thread has begun; nothing happens where it has not come in."""
        if turn := _mine.get():
            _mine.set(None)
            turn.give_up()
            self._free.release()


@contextmanager
def aside() -> Iterator[None]:
    """Let others run while this thread waits for somebody else; afterwards it waits for its turn again."""
    turn = _mine.get()
    if turn is None or not turn.is_running:
        yield
        return
    turn.give_up()
    try:
        yield
    finally:
        turn.take()
