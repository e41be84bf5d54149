"""SQLite's writers: those of one process queue, and nobody for longer than patience allows."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from idp.store import patience
from idp.store.sqlite import QueueingConnection


def opened(path, busy_milliseconds=0):
    connection = QueueingConnection(str(path), isolation_level=None, check_same_thread=False)
    connection.execute(f"PRAGMA busy_timeout = {busy_milliseconds}")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


@pytest.fixture
def path(tmp_path):
    with closing(sqlite3.connect(tmp_path / "db.sqlite")) as connection:
        connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY)")
        connection.execute("CREATE TABLE two (one INTEGER REFERENCES one DEFERRABLE INITIALLY DEFERRED)")
        connection.execute("CREATE TABLE three (much BLOB)")
    return tmp_path / "db.sqlite"


@pytest.fixture
def first(path):
    with closing(opened(path)) as connection:
        yield connection


@pytest.fixture
def second(path):
    with closing(opened(path)) as connection:
        yield connection


def in_a_hurry(connection):
    with patience.at_most(patience.SHORTEST):
        connection.begin()


def is_kept_waiting_until(end, connection):
    """Whether a connection begins when another one ends its turn, and not before."""
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        in_a_hurry(connection)
    end()
    in_a_hurry(connection)
    return connection.in_transaction


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_the_second_writer_begins_when_the_first_one_has_ended(first, second, end):
    first.begin()
    with ThreadPoolExecutor(1) as thread:
        # SQLite itself would refuse at once: these connections have no time for it.
        waiting = thread.submit(second.begin)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.05)
        getattr(first, end)()
        waiting.result(timeout=30)

    assert second.in_transaction


def test_who_waited_too_long_is_told_and_may_try_again(first, second):
    first.begin()

    assert is_kept_waiting_until(first.commit, second)


def test_a_commit_that_failed_has_not_ended(first, second):
    first.begin()
    first.execute("INSERT INTO two VALUES (7)")
    with pytest.raises(sqlite3.IntegrityError):
        first.commit()

    assert is_kept_waiting_until(first.rollback, second)


def test_what_sqlite_rolled_back_by_itself_is_begun_anew_and_keeps_nobody_waiting(first, second):
    first.execute("PRAGMA max_page_count = 5")
    first.begin()
    with pytest.raises(sqlite3.OperationalError, match="full"):
        first.execute("INSERT INTO three VALUES (zeroblob(90000))")
    assert not first.in_transaction
    in_a_hurry(first)
    first.commit()

    second.begin()

    assert second.execute("PRAGMA busy_timeout").fetchone() == (0,), "it waited: then it is set anew"


def test_a_writer_of_another_process_is_waited_for_as_sqlite_does_it(path, second):
    with closing(sqlite3.connect(path, isolation_level=None)) as elsewhere:
        elsewhere.execute("BEGIN IMMEDIATE")

        assert is_kept_waiting_until(elsewhere.rollback, second)


def test_the_patience_of_one_wait_is_not_that_of_the_next(first, second):
    first.begin()
    with pytest.raises(sqlite3.OperationalError):
        in_a_hurry(second)

    assert second.execute("PRAGMA busy_timeout").fetchone() == (5_000,)


def test_files_and_databases_in_memory_do_not_wait_for_each_other(first, tmp_path):
    first.begin()
    with closing(opened(tmp_path / "other.sqlite")) as other:
        in_a_hurry(other)
    with closing(opened(":memory:")) as one, closing(opened(":memory:")) as another:
        in_a_hurry(one)
        in_a_hurry(another)


def test_one_file_by_two_names_has_one_queue(path, first, tmp_path):
    (tmp_path / "link.sqlite").symlink_to(path)
    first.begin()
    with closing(opened(tmp_path / "link.sqlite")) as other, ThreadPoolExecutor(1) as thread:
        waiting = thread.submit(other.begin)
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.05)
        first.commit()
        waiting.result(timeout=30)

        assert other.in_transaction
