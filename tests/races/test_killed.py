"""Processes killed in the middle of a token request: nothing is doubled, nothing is lost (F1, F2)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest

from tests.races.stage import Stage, all_at_once
from tests.waiting import until
from tests.walker import Returned

AT_ONCE = 12
# Some answers have left by then; the other requests are anywhere between being read and being answered.
ANSWERED_BEFORE = (1, 4, 8)
HELD_TABLES = ("authorization", "refresh_token", "audit_record")


@pytest.mark.timeout(600)
def test_a_code_is_redeemed_once_or_not_at_all(own_stage):
    stage = own_stage

    for answered in ANSWERED_BEFORE:
        returned = stage.codes(AT_ONCE)
        acts = [partial(stage.token, each.redemption()) for each in returned]

        first = all_at_once(acts, partial(_kill_after, stage, answered))
        stage.start()

        for each, before in zip(returned, first, strict=True):
            redeemed, family, _ = stage.kept(each.code)
            assert family == (1 if redeemed else 0), "half a redemption was kept"
            assert before is None or before.status_code != 200 or redeemed, "an acknowledged one was lost"
            again = stage.token(each.redemption())
            assert again.status_code == (400 if redeemed else 200), again.text


@pytest.mark.timeout(600)
def test_a_refresh_token_has_one_successor_whenever_the_process_dies(own_stage):
    stage = own_stage

    for answered in ANSWERED_BEFORE:
        owners = [(each, _refresh_form(stage, each)) for each in stage.codes(AT_ONCE)]
        acts = [partial(stage.token, form) for _, form in owners]
        first = all_at_once(acts, partial(_kill_after, stage, answered))
        stage.start()

        for (each, form), before in zip(owners, first, strict=True):
            # The client that lost the answer asks again, and gets the successor it was owed.
            again = stage.token(form)
            assert again.status_code == 200, again.text
            successor = again.json()["refresh_token"]
            if before is not None and before.status_code == 200:
                assert before.json()["refresh_token"] == successor
            assert stage.kept(each.code) == (True, 2, 1)
            next_one = stage.token({"grant_type": "refresh_token", "refresh_token": successor})
            assert next_one.status_code == 200, next_one.text


# On SQLite a transaction that writes cannot be stopped between its statements from outside.
@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
@pytest.mark.timeout(600)
def test_a_redemption_killed_between_two_statements_is_undone(own_stage):
    stage = own_stage

    for table in HELD_TABLES:
        returned = stage.codes(1)[0]
        with _held(stage, table) as wait_for_victim:
            all_at_once(
                [partial(stage.token, returned.redemption())], lambda _: (wait_for_victim(), stage.kill())
            )
        stage.start_again()

        assert stage.kept(returned.code) == (False, 0, 0), table
        assert stage.token(returned.redemption()).status_code == 200
        assert stage.kept(returned.code) == (True, 1, 1)


def _refresh_form(stage: Stage, returned: Returned) -> dict[str, str]:
    """What asks for the successor of the refresh token that a code gives."""
    token = stage.token(returned.redemption()).json()["refresh_token"]
    return {"grant_type": "refresh_token", "refresh_token": token}


def _kill_after(stage: Stage, answered: int, done: threading.Semaphore) -> None:
    for _ in range(answered):
        done.acquire(timeout=60)
    stage.kill()


@contextmanager
def _held(stage: Stage, table: str) -> Iterator[Callable[[], object]]:
    """Hold a table, so that the request stops where it first writes there."""
    url = stage.database_url.replace("+psycopg", "")
    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
        holder.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        yield lambda: until(lambda: watcher.execute(waiting).fetchone()[0], what="the request to wait")
        holder.rollback()
