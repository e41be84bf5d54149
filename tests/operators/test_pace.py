"""How guessing at the console is slowed."""

import pytest

from idp.operators.pace import FROM_ANYWHERE, FROM_ONE_NETWORK, NETWORK_LIMIT, Pace, Slowed
from idp.web.current import services


@pytest.fixture
def pace(app, clock):
    return Pace(services().throttle, clock)


def fail(pace, times, name="lan", network="203.0.113.7"):
    return [pace.look(name, network) or pace.count(name, network) for _ in range(times)]


def test_a_few_tries_come_at_once_and_then_they_wait(pace, clock):
    assert fail(pace, 5) == [None] * 5
    (slowed,) = fail(pace, 1)

    assert isinstance(slowed, Slowed)
    assert slowed.until > clock()


def test_waits_grow(pace, clock):
    fail(pace, 5)
    waits = []
    for _ in range(4):
        (slowed,) = fail(pace, 1)
        waits.append(slowed.until - clock())
        clock.advance(seconds=waits[-1].total_seconds())
        assert fail(pace, 1) == [None]

    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_another_network_has_its_own_tries_up_to_a_point(pace):
    fail(pace, 5)

    assert fail(pace, 1, network="198.51.100.4") == [None]
    for number in range(4):
        fail(pace, 1, network=f"198.51.100.{number + 10}")
    assert isinstance(fail(pace, 1, network="198.51.100.99")[0], Slowed)


def test_one_network_cannot_try_every_name(pace):
    assert all(
        slowed is None for number in range(NETWORK_LIMIT) for slowed in fail(pace, 1, name=f"n{number}")
    )
    assert isinstance(fail(pace, 1, name="one-more")[0], Slowed)


def test_a_hundred_failures_need_the_command_line(pace, clock):
    for _ in range(len(FROM_ONE_NETWORK)):
        clock.advance(minutes=16)
        assert fail(pace, 1) == [None]
    clock.advance(days=1)

    assert fail(pace, 1) == [Slowed(None)]
    pace.forget("lan", "203.0.113.7")
    assert fail(pace, 1) == [None]
    assert len(FROM_ANYWHERE) == 100


def test_looking_counts_nothing(pace):
    for _ in range(50):
        assert pace.look("lan", "203.0.113.7") is None
