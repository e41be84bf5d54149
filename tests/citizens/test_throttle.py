"""How guessing is slowed, and whom it never reaches."""

from datetime import timedelta

import pytest

from idp.citizens.throttle import (
    FROM_ANYWHERE,
    FROM_ONE_NETWORK,
    FROM_OWN_DEVICE,
    NETWORK_LIMIT,
    NETWORK_PERIOD,
    Guess,
    Guesses,
    Pace,
    Slowed,
)
from idp.web.current import services
from tests.citizens.racing import race

HERE, THERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture
def guesses(app, clock) -> Guesses:
    return Guesses(services().throttle, clock)


def wrong(guesses: Guesses, guess: Guess) -> int | Slowed:
    return guesses.look(guess) or guesses.count(guess) or guesses.failed(guess)


@pytest.mark.parametrize("pace", [FROM_ONE_NETWORK, FROM_ANYWHERE, FROM_OWN_DEVICE])
def test_waits_grow_and_end(pace: Pace):
    assert len(pace.waits) == pace.most
    assert list(pace.waits) == sorted(pace.waits)
    assert pace.waits[pace.free - 2] == timedelta(0)
    assert pace.waits[pace.free - 1] > timedelta(0)
    assert max(pace.waits) == pace.longest_wait


def test_one_authenticator_sees_at_most_a_hundred_failures_in_a_row():
    logins_of_an_account = 3

    assert logins_of_an_account * FROM_ANYWHERE.most + FROM_OWN_DEVICE.most <= 100


def test_the_tries_that_are_left_are_counted_down_and_then_a_wait_begins(guesses, clock):
    guess = Guess("password:somebody", HERE)

    told = [wrong(guesses, guess) for _ in range(5)]

    assert told[:4] == [4, 3, 2, 1]
    assert told[4] == Slowed(clock() + timedelta(seconds=30))


def test_waits_grow_with_every_failure(guesses, clock):
    guess = Guess("password:somebody", HERE)
    for _ in range(5):
        wrong(guesses, guess)
    waits = []
    for _ in range(5):
        slowed = guesses.look(guess)
        waits.append((slowed.until - clock()).total_seconds())
        clock.advance(seconds=waits[-1])
        wrong(guesses, guess)

    assert waits == [30, 60, 120, 300, 600]


def test_a_guess_that_comes_too_soon_is_not_counted(guesses, clock):
    guess = Guess("password:somebody", HERE)
    for _ in range(5):
        wrong(guesses, guess)
    before = guesses.look(guess)

    assert guesses.count(guess) == before
    assert guesses.look(guess) == before


def test_another_network_is_hardly_slowed(guesses):
    for _ in range(6):
        wrong(guesses, Guess("password:somebody", HERE))

    assert guesses.look(Guess("password:somebody", THERE)) is None


def test_failures_from_everywhere_are_slowed_together(guesses):
    for place in range(FROM_ANYWHERE.free):
        wrong(guesses, Guess("password:somebody", f"203.0.113.{place}"))

    assert isinstance(guesses.look(Guess("password:somebody", "203.0.113.200")), Slowed)


def test_an_own_device_is_not_reached_by_the_failures_of_strangers(guesses):
    for place in range(FROM_ANYWHERE.most):
        wrong(guesses, Guess("password:somebody", f"203.0.113.{place}"))

    own = Guess("password:somebody", HERE, owner="password:7")
    assert guesses.look(own) is None
    assert guesses.count(own) is None


def test_an_own_device_is_not_reached_by_its_network_either(guesses):
    for place in range(NETWORK_LIMIT):
        wrong(guesses, Guess(f"password:{place}", HERE))

    assert isinstance(guesses.look(Guess("password:anybody", HERE)), Slowed)
    assert guesses.look(Guess("password:anybody", HERE, owner="password:7")) is None


def test_a_network_that_failed_too_often_waits_and_then_may_go_on(guesses, clock):
    for place in range(NETWORK_LIMIT):
        wrong(guesses, Guess(f"password:{place}", HERE))

    assert isinstance(guesses.look(Guess("password:anybody", HERE)), Slowed)
    clock.advance(seconds=NETWORK_PERIOD.total_seconds())
    assert guesses.look(Guess("password:anybody", HERE)) is None


def test_a_success_takes_no_try_from_its_network(guesses):
    for place in range(NETWORK_LIMIT + 1):
        guess = Guess(f"password:{place}", HERE)
        assert guesses.count(guess) is None
        guesses.succeeded(guess)

    assert guesses.look(Guess("password:anybody", HERE)) is None


def test_a_success_begins_anew(guesses):
    guess = Guess("password:phone", HERE)
    for _ in range(4):
        wrong(guesses, guess)
    wrong(guesses, Guess("password:email", HERE))

    guesses.count(guess)
    guesses.succeeded(guess, "password:phone", "password:email")

    assert wrong(guesses, guess) == 4
    assert wrong(guesses, Guess("password:email", HERE)) == 4


def test_after_the_last_try_only_another_way_opens(guesses, clock):
    guess = Guess("password:somebody", HERE)
    for _ in range(FROM_ANYWHERE.most):
        wrong(guesses, guess)
        clock.advance(hours=1)

    assert guesses.look(guess) == Slowed(None)
    assert guesses.look(Guess("password:somebody", THERE)) == Slowed(None)
    assert guesses.look(Guess("password:somebody", THERE, owner="password:7")) is None


def test_guesses_in_parallel_cannot_beat_the_count(app, clock):
    def guess_at_once(_place: int) -> bool:
        of_this_runner = Guesses(services().throttle, clock)
        return of_this_runner.count(Guess("password:somebody", HERE)) is None

    told = race(app, 16, guess_at_once)

    assert told.count(True) == FROM_ONE_NETWORK.free
