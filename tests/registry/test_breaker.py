"""`idp/registry/breaker.py`: closed, open, half open."""

from datetime import timedelta

from idp.registry.breaker import CircuitBreaker

REST = timedelta(seconds=30)


def opened(clock):
    breaker = CircuitBreaker(clock, threshold=3, rest=REST)
    for _ in range(3):
        breaker.failed()
    return breaker


def test_it_stays_closed_while_failures_are_few(clock):
    breaker = CircuitBreaker(clock, threshold=3)
    breaker.failed()
    breaker.failed()

    assert breaker.wait() is None


def test_a_success_in_between_forgives_the_failures(clock):
    breaker = CircuitBreaker(clock, threshold=3)
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()

    assert breaker.wait() is None


def test_it_opens_and_says_how_long(clock):
    breaker = opened(clock)
    clock.advance(seconds=10)

    assert breaker.wait() == timedelta(seconds=20)


def test_after_the_rest_one_may_try_and_the_others_wait(clock):
    breaker = opened(clock)
    clock.advance(seconds=30)

    assert breaker.wait() is None
    assert breaker.wait() == REST


def test_a_good_trial_closes_it(clock):
    breaker = opened(clock)
    clock.advance(seconds=30)
    breaker.wait()
    breaker.succeeded()

    assert breaker.wait() is None
    assert breaker.wait() is None


def test_a_failed_trial_opens_it_again(clock):
    breaker = opened(clock)
    clock.advance(seconds=30)
    breaker.wait()
    clock.advance(seconds=5)
    breaker.failed()

    assert breaker.wait() == REST


def test_a_trial_that_never_comes_back_blocks_for_one_rest_only(clock):
    breaker = opened(clock)
    clock.advance(seconds=30)
    breaker.wait()
    clock.advance(seconds=30)

    assert breaker.wait() is None
