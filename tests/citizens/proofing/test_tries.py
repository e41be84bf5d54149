"""How often identities may be tried."""

import pytest

from idp.citizens.proofing.tries import Tries, Try
from idp.config import Settings

NUMBER, ASKER, NETWORK = "number-1", "asker-1", "198.51.100.7"


@pytest.fixture
def tries(services):
    return Tries(services.throttle, Settings(env="demo", identity_tries_per_network=12))


def take(tries, number=NUMBER, asker=ASKER, network=NETWORK, *, is_match=False):
    return tries.take(Try(number, asker, network), is_match=is_match)


def test_one_person_is_asked_about_five_times_a_day_whoever_asks(tries, clock):
    assert [take(tries, asker=f"a{place}", network=f"n{place}") for place in range(6)] == [True] * 5 + [False]
    assert tries.left(Try(NUMBER, "another", "elsewhere")) == 0
    clock.advance(hours=24)
    assert tries.left(Try(NUMBER, "another", "elsewhere")) == 5


def test_one_person_asks_five_times_a_day_about_whomever(tries):
    assert [take(tries, number=f"n{place}", network=f"n{place}") for place in range(6)] == [True] * 5 + [
        False
    ]


def test_a_network_fails_so_often_a_day(tries):
    failed = [take(tries, number=f"n{place}", asker=f"a{place}") for place in range(13)]

    assert failed == [True] * 12 + [False]
    assert tries.left(Try("fresh", "fresh", NETWORK)) == 0


def test_a_desk_that_helps_many_to_register_is_not_slowed(tries):
    assert all(take(tries, number=f"n{place}", asker=f"a{place}", is_match=True) for place in range(50))
    assert tries.left(Try("fresh", "fresh", NETWORK)) == 5


def test_what_is_left_is_what_the_page_says(tries):
    assert tries.left(Try(NUMBER, ASKER, NETWORK)) == 5
    take(tries)
    take(tries, number="number-2")
    assert tries.left(Try(NUMBER, ASKER, NETWORK)) == 3
