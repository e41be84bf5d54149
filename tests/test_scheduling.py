"""What mostly waits begins first; the rest goes file by file."""

import pytest

from tests.scheduling import piece_of, rank

JOURNEY = "tests/journeys/test_bank.py::test_a_journey[in English]"
RACE = "tests/races/test_racing.py::test_a_race[sqlite]"
WALK = "tests/hostile/test_every_route.py::test_a_walk[a::b-sqlite]"
FAULT = "tests/faults/test_every_day.py::test_it"
USUAL = "tests/web/test_errors.py::test_it[a::b]"


@pytest.mark.parametrize(
    ("nodeid", "piece"),
    [
        (JOURNEY, "tests/journeys/"),
        (RACE, "tests/races/"),
        (FAULT, "tests/faults/"),
        (WALK, "tests/hostile/test_every_route.py::test_a_walk"),
        (USUAL, "tests/web/test_errors.py"),
    ],
)
def test_a_test_belongs_to_a_piece_of_work(nodeid, piece):
    assert piece_of(nodeid) == piece


def test_what_waits_begins_first_and_what_is_timed_goes_last():
    assert sorted([FAULT, USUAL, WALK, RACE, JOURNEY], key=rank) == [JOURNEY, RACE, WALK, USUAL, FAULT]
