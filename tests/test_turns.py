"""Whoever is not signed in yet takes turns."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from idp import turns
from idp.turns import TooManyWaiting, Turnstile
from tests.waiting import until


class Crowd:
    """People at a turnstile, each in a thread of their own.

    Args:
        turnstile: What they go through.
        pool: Their threads.
    """

    def __init__(self, turnstile: Turnstile, pool: ThreadPoolExecutor) -> None:
        self._turnstile, self._pool = turnstile, pool
        self.running: list[str] = []
        self.go_on = threading.Event()

    @property
    def inside(self) -> int:
        """How many have a place."""
        return self._turnstile.places - self._turnstile._free._value

    def comes(self, name: str, does: Callable[[], object]) -> "Future[None]":
        """Somebody who notes that they run, and does something."""

        def visit() -> None:
            self._turnstile.enter()
            try:
                self.running.append(name)
                does()
            finally:
                self.running.append(f"{name} leaves")
                self._turnstile.leave()

        return self._pool.submit(visit)

    def stays(self, name: str) -> "Future[None]":
        """Somebody who runs until told to go on."""
        return self.comes(name, self.go_on.wait)

    def steps_aside(self, name: str, until_when: threading.Event) -> "Future[None]":
        """Somebody who waits for something else, and notes when they run again."""

        def wait() -> None:
            with turns.aside():
                until_when.wait()
            self.running.append(f"{name} again")

        return self.comes(name, wait)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as threads:
        yield threads


@pytest.fixture
def crowd(pool) -> Iterator[Crowd]:
    """Three have room, and one runs."""
    found = Crowd(Turnstile(3), pool)
    yield found
    found.go_on.set()


@pytest.fixture
def _endless_patience(monkeypatch):
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 60)


@pytest.mark.usefixtures("_endless_patience")
def test_one_runs_after_the_other(crowd):
    first = crowd.stays("first")
    until(lambda: crowd.running == ["first"], what="the first one")
    second = crowd.comes("second", lambda: None)
    until(lambda: crowd.inside == 2, what="the second one")
    crowd.go_on.set()
    for each in (first, second):
        each.result(20)

    assert crowd.running == ["first", "first leaves", "second", "second leaves"]


def test_who_finds_no_place_is_told_at_once(crowd):
    for name in ("first", "second", "third"):
        crowd.stays(name)
    until(lambda: crowd.inside == 3, what="three of them")

    with pytest.raises(TooManyWaiting):
        crowd.comes("fourth", lambda: None).result(20)
    assert crowd.inside == 3


@pytest.mark.usefixtures("_endless_patience")
def test_who_waits_for_something_else_lets_the_next_one_run_and_then_takes_turns_again(crowd):
    answered = threading.Event()
    waiting = crowd.steps_aside("first", answered)
    until(lambda: crowd.running == ["first"], what="the first one")
    crowd.stays("second")
    until(lambda: crowd.running == ["first", "second"], what="the second one")
    answered.set()

    crowd.go_on.set()
    waiting.result(20)
    assert crowd.running == ["first", "second", "second leaves", "first again", "first leaves"]


def test_who_has_waited_long_goes_on_and_takes_nobodys_turn(crowd, monkeypatch):
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 0.01)
    crowd.stays("first")
    until(lambda: crowd.running == ["first"], what="the first one")
    crowd.comes("second", lambda: None).result(20)
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 60)
    third = crowd.comes("third", lambda: None)
    until(lambda: crowd.inside == 2, what="the third one")
    crowd.go_on.set()
    third.result(20)

    assert crowd.running == ["first", "second", "second leaves", "first leaves", "third", "third leaves"]


def test_places_and_turns_are_given_back_whatever_happens(crowd):
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            crowd.comes("somebody", lambda: 1 / 0).result(20)
    assert crowd.inside == 0


def test_outside_of_any_turnstile_nothing_happens():
    with turns.aside():
        Turnstile(1).leave()
