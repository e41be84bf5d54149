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

    def comes(self, name: str, does: Callable[[], object]) -> "Future[None]":
        """Somebody who notes that they run, and does something."""

        def visit() -> None:
            self._turnstile.enter()
            try:
                self.running.append(name)
                does()
            finally:
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
    """Three have room, one runs; nobody is sent on for having waited long."""
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
    second = crowd.comes("second", lambda: crowd.running.append("first is gone" if first.done() else "first"))

    assert not second.done()
    assert crowd.running == ["first"]
    crowd.go_on.set()
    second.result(20)
    assert crowd.running[:2] == ["first", "second"]


def test_who_finds_no_place_is_told_at_once(crowd):
    for name in ("first", "second", "third"):
        crowd.stays(name)
    until(lambda: "first" in crowd.running, what="the first one")
    fourth = until(lambda: _refused(crowd), what="a refusal")

    assert isinstance(fourth, TooManyWaiting)


def _refused(crowd: Crowd) -> BaseException | None:
    # The second and third may not have come yet: then this one takes a place, and gives it back at once.
    asked = crowd.comes("fourth", lambda: None)
    return asked.exception(20) if asked else None


@pytest.mark.usefixtures("_endless_patience")
def test_who_waits_for_something_else_lets_the_next_one_run_and_then_takes_turns_again(crowd):
    answered = threading.Event()
    waiting = crowd.steps_aside("first", answered)
    until(lambda: crowd.running == ["first"], what="the first one")
    crowd.stays("second")
    until(lambda: crowd.running == ["first", "second"], what="the second one")
    answered.set()

    assert not waiting.done()
    crowd.go_on.set()
    waiting.result(20)
    assert crowd.running == ["first", "second", "first again"]


def test_who_has_waited_long_goes_on_and_takes_nobodys_turn(crowd, monkeypatch):
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 0.01)
    crowd.stays("first")
    until(lambda: crowd.running == ["first"], what="the first one")
    crowd.comes("second", lambda: None).result(20)
    monkeypatch.setattr(turns, "_LONGEST_SECONDS", 60)
    third = crowd.comes("third", lambda: None)

    assert crowd.running == ["first", "second"]
    crowd.go_on.set()
    third.result(20)


def test_places_and_turns_are_given_back_whatever_happens(crowd):
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            crowd.comes("somebody", lambda: 1 / 0).result(20)


def test_outside_of_any_turnstile_nothing_happens():
    with turns.aside():
        Turnstile(1).leave()
