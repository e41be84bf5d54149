"""Waiting for the database ends before the asker's patience does."""

import pytest
from sqlalchemy.exc import IntegrityError, InternalError, OperationalError, PendingRollbackError

from idp.store import patience


class ReadOnly(Exception):
    sqlstate = "25006"


class Sulking(Exception):
    sqlstate = "XX000"


@pytest.fixture(autouse=True)
def _nobody_waits():
    yield
    patience.end()


def test_without_anybody_waiting_there_is_no_end():
    assert patience.left() is None


def test_a_statement_gets_what_is_left_within_bounds():
    patience.begin(60)
    assert patience.left() == patience.LONGEST
    patience.begin(2)
    assert 1 < patience.left() <= 2
    patience.begin(0)
    assert patience.left() == patience.SHORTEST


def test_a_block_may_wait_less_and_never_more():
    with patience.at_most(1):
        assert patience.left() <= 1
    assert patience.left() is None

    patience.begin(2)
    with patience.at_most(4):
        assert patience.left() <= 2
    with patience.at_most(1):
        assert patience.left() <= 1
    assert patience.left() > 1


@pytest.mark.parametrize(
    ("error", "is_trouble"),
    [
        (OperationalError("", {}, Exception("database is locked")), True),
        (InternalError("", {}, ReadOnly()), True),
        (InternalError("", {}, Sulking(), connection_invalidated=True), True),
        (PendingRollbackError(), True),
        (InternalError("", {}, Sulking()), False),
        (IntegrityError("", {}, Exception("UNIQUE")), False),
        (ZeroDivisionError(), False),
    ],
)
def test_trouble_of_the_database_is_told_from_a_mistake_of_ours(error, is_trouble):
    assert patience.is_unavailable(error) is is_trouble


def test_after_a_failure_nobody_tries_for_a_moment_and_then_one_does():
    now = [100.0]
    rest = patience.Rest(seconds=1.0, now=lambda: now[0])
    assert rest.is_over()
    assert rest.is_over()

    rest.begin()
    assert not rest.is_over()
    now[0] += 1.0
    assert [rest.is_over(), rest.is_over()] == [True, False]

    rest.forget()
    assert [rest.is_over(), rest.is_over()] == [True, True]
