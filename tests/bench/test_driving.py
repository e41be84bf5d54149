"""The closed loop and its figures."""

import os
import threading
import time

import pytest

from tests.bench.driving import Cell, in_parallel, measure, middle, percentiles
from tests.bench.processes import Nobody, Processes


def cell(cpu, database=0.0, count=1):
    return Cell(1.0, cpu, database, 1.0, 1.0, 1.0, 0.1, count)


def test_each_client_works_once_at_least_and_side_by_side():
    together = threading.Barrier(3, timeout=5)

    assert len(in_parallel([together.wait] * 3, 0)) == 3


def test_work_goes_on_until_there_is_enough_of_it():
    assert len(in_parallel([lambda: None] * 2, 0, least=50)) >= 50


def test_what_one_client_raises_is_raised():
    def fail():
        raise AssertionError("no")

    with pytest.raises(AssertionError, match="no"):
        in_parallel([fail, lambda: None], 5)


def test_cpu_is_counted_for_each_piece_of_work():
    def work():
        end = time.thread_time() + 0.01
        while time.thread_time() < end:
            pass

    measured = measure([work], Processes(os.getpid), Nobody(), 0.05)

    assert 9 < measured.cpu_ms < 30
    assert measured.database_ms == 0
    assert measured.driver_ms == pytest.approx(measured.cpu_ms, rel=0.5)


def test_percentiles_are_those_of_the_sorted_values():
    assert percentiles([*range(101)]) == (50, 95, 99)
    assert percentiles([7]) == (7, 7, 7)


def test_the_middle_of_rounds_is_taken_figure_by_figure():
    usual = middle([cell(1, 9, 10), cell(2, 1, 20), cell(30, 2, 5)])

    assert (usual.cpu_ms, usual.database_ms, usual.all_ms, usual.count) == (2, 2, 4, 35)
