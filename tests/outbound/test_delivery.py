"""How long to wait between two tries."""

from datetime import timedelta

import pytest

from idp.outbound.delivery import LONGEST_WAIT, wait_after


def plain(low: float, high: float) -> float:
    return (low + high) / 2


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 2), (2, 6), (3, 18), (4, 54), (7, 1458), (8, 3600), (9_999, 3600)]
)
def test_waits_grow_and_end_at_an_hour(attempt, seconds):
    assert wait_after(attempt, plain) == timedelta(seconds=seconds)


def test_waits_are_never_in_step():
    waits = {wait_after(3) for _ in range(50)}

    assert len(waits) > 40
    assert all(timedelta(seconds=18) * 0.8 <= wait <= timedelta(seconds=18) * 1.2 for wait in waits)


def test_the_longest_wait_is_jittered_too():
    assert LONGEST_WAIT * 0.8 <= wait_after(50) <= LONGEST_WAIT * 1.2
