"""Waiting for something to become true, with a limit. Tests never wait for time itself, but to let a fault last."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def until(
    find: Callable[[], Found | None], *, seconds: float = 20.0, what: str = "it", every: float = 0.03
) -> Found:
    """Ask again and again until there is an answer that counts as true.

    Args:
        find: What to ask; a false answer means not yet.
        seconds: How long to go on.
        what: What is waited for, for the message.
        every: The seconds between two questions.
    """
    end = time.monotonic() + seconds
    while True:
        found = find()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not happen within {seconds:g} seconds")
        time.sleep(every)


def lasting(seconds: float) -> None:
    """Let a state of things last, where how long it lasts is what is tested."""
    time.sleep(seconds)
