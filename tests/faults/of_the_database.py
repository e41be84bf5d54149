"""The database is away, frozen, restarted, full, locked, or takes no audit record (F5, F6, F8, F9, F16, F25)."""

import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.kept import Kept
from tests.faults.scenario import SQLITE, CannotBeMade, Scenario
from tests.servers import BIN, idp
from tests.waiting import lasting, until

AWAY = Bounds(is_unready=True)
_REFUSE_RECORDS = """
    CREATE OR REPLACE FUNCTION takes_nothing() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'the audit log takes nothing' USING ERRCODE = 'io_error'; END $$;
    CREATE TRIGGER takes_nothing BEFORE INSERT ON audit_record EXECUTE FUNCTION takes_nothing()
"""
_NOT_UNRECORDED = ("authorizations", "refresh_tokens", "sessions", "consents", "banners", "events")
_BLOCK = 64 * 1024
_MOST_OF_A_DISK = 256 * 1024 * 1024


def stop(house: House) -> None:
    """Stop it, and start it again after a while."""
    with house.broken():
        house.cluster.stop()
        house.wait(6)
        house.mending()
        house.cluster.start()


def gone_at_start(house: House) -> None:
    """The provider is started while there is no database."""
    with house.broken():
        house.server.end()
        house.cluster.stop()
        process = _started_without_waiting(house)
        until(lambda: _status(house, "/healthz") == 200, what="a sign of life")
        until(lambda: _status(house, "/readyz") == 503, what="a word that it is not ready")
        house.wait(3)
        house.mending()
        house.cluster.start()
    house.stack.callback(process.wait, 20)
    house.stack.callback(process.send_signal, signal.SIGTERM)


def freeze(house: House) -> None:
    """Every process of it stands still: connections stay open and nothing is answered."""
    with house.broken():
        house.cluster.freeze()
        try:
            house.wait(15)
        finally:
            house.mending()
            house.cluster.thaw()


def restart(house: House) -> None:
    """Restart it, three times."""
    house.rounds = 3
    for _ in range(house.rounds):
        with house.broken():
            house.cluster.restart()
        house.wait_for_flows(2)


def hold_a_table(house: House) -> None:
    """Somebody's transaction holds the audit log for longer than anybody waits."""
    with house.broken(), house.cluster.administered() as holder:
        holder.autocommit = False
        holder.execute("LOCK TABLE audit_record IN SHARE ROW EXCLUSIVE MODE")
        house.wait(14)
        house.notes.append(f"{house.cluster.waiting()} statements waited at the server after 14 s")
        holder.rollback()


def hold_the_file(house: House) -> None:
    """Another process holds SQLite's one write lock for longer than anybody waits."""
    with house.broken(), closing(sqlite3.connect(_file(house), isolation_level=None)) as holder:
        holder.execute("PRAGMA busy_timeout = 20000")
        holder.execute("BEGIN IMMEDIATE")
        house.wait(14)
        holder.execute("ROLLBACK")


def fill_the_disk(house: House) -> None:
    """The disk of the tables is full to the last byte, then is not."""
    if house.url.startswith("sqlite"):
        folder = _file(house).parent
        with closing(sqlite3.connect(_file(house), timeout=20)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or it would write into what it has
    else:
        folder = house.cluster.bulk
    ballast = folder / "ballast"
    with house.broken():
        try:
            _fill(ballast)
            house.wait(10)
        finally:
            ballast.unlink()
    if not any(each.status == 503 for each in house.record.during_fault()):
        house.notes.append("nobody noticed")


def refuse_audit_records(house: House) -> None:
    """The audit log takes nothing more, while every other table does."""
    with house.broken():
        with house.cluster.administered() as connection:
            connection.execute(_REFUSE_RECORDS)
        before = house.kept()
        house.wait(8)
        after = house.kept()
        with house.cluster.administered() as connection:
            connection.execute("DROP TRIGGER takes_nothing ON audit_record")
    house.unrecorded = _grown(before, after)  # type: ignore[attr-defined]  # for this scenario only
    if not any(each.status == 503 for each in house.record.during_fault()):
        house.notes.append("nobody noticed")


def _grown(before: Kept, after: Kept) -> list[str]:
    """What there is more of, by its name."""
    return [name for name in _NOT_UNRECORDED if len(getattr(after, name)) > len(getattr(before, name))]


def _nothing_unrecorded(house: House) -> Iterable[str]:
    """Whoever is answered with success while nothing can be recorded was given nothing, and nothing is kept of it."""
    yield from _somebody_noticed(house)
    grown: list[str] = house.unrecorded  # type: ignore[attr-defined]  # looked at above
    yield from (f"{name} grew while nothing could be recorded" for name in grown)


def kill_migrations(house: House) -> None:
    """`idp db upgrade` on tables of the first release, killed at a random moment, again and again; then two at once."""
    house.rounds = 6
    url = _older_tables(house)
    environment = {**house.environment, "IDP_DATABASE_URL": url}
    with house.broken():
        for _ in range(house.rounds):
            process = _upgrade(environment)
            lasting(random.uniform(0.8, 2.4))
            process.kill()
            process.wait(20)
        both = [_upgrade(environment) for _ in range(2)]
        ended = [process.wait(90) for process in both]
    if any(ended):
        house.record.surprises.append(f"two upgrades at once ended with {ended[0]} and {ended[1]}")
    idp("doctor", environment=environment)


def _both_ended_well(house: House) -> Iterable[str]:
    return [each for each in house.record.surprises if each.startswith("two upgrades")]


def _somebody_noticed(house: House) -> Iterable[str]:
    return ["the fault was not felt"] if "nobody noticed" in house.notes else []


def _started_without_waiting(house: House) -> "subprocess.Popen[bytes]":
    with (house.folder / "provider.log").open("ab") as log:
        return subprocess.Popen(
            [BIN / "idp", "serve"],
            env={**os.environ, **house.environment},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _status(house: House, path: str) -> int:
    answers = [each for each in house.record.answers if each.path == path]
    return answers[-1].status if answers else 0


def _file(house: House) -> Path:
    return Path(house.url.removeprefix("sqlite:///"))


def _fill(ballast: Path) -> None:
    size = _BLOCK
    written = 0
    with ballast.open("wb", buffering=0) as file:
        while size:
            try:
                written += file.write(b"x" * size)
            except OSError:
                size //= 2
            if written > _MOST_OF_A_DISK:
                raise CannotBeMade("the disk is larger than it was made")


def _older_tables(house: House) -> str:
    with house.cluster.administered() as connection:
        connection.execute("DROP DATABASE IF EXISTS older WITH (FORCE)")
        connection.execute("CREATE DATABASE older")
    return house.cluster.url.rpartition("/")[0] + "/older"


def _upgrade(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [BIN / "idp", "db", "upgrade"],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


SCENARIOS = (
    Scenario("database stopped for 6 s", ("F5",), stop, bounds=AWAY, is_quick=True),
    Scenario(
        "database gone when the provider starts",
        ("F5",),
        gone_at_start,
        # It has never seen its keys: nothing to publish, nothing to sign with.
        bounds=Bounds(breaks_connections=True, is_unready=True, goes_on=("/healthz",)),
    ),
    Scenario("database frozen for 15 s", ("F5",), freeze, bounds=AWAY),
    Scenario("database restarted", ("F6",), restart),
    Scenario("disk full, PostgreSQL", ("F8",), fill_the_disk, besides=_somebody_noticed, on_small_disk=True),
    Scenario(
        "disk full, SQLite", ("F8",), fill_the_disk, SQLITE, besides=_somebody_noticed, on_small_disk=True
    ),
    Scenario(
        "audit log takes no record for 8 s", ("F25",), refuse_audit_records, besides=_nothing_unrecorded
    ),
    Scenario("a table held for 14 s", ("F9",), hold_a_table, bounds=Bounds(is_ready=True)),
    Scenario("the write lock of SQLite held for 14 s", ("F9",), hold_the_file, SQLITE, Bounds(is_ready=True)),
    Scenario(
        "migration killed half-way, then two at once",
        ("F16",),
        kill_migrations,
        bounds=Bounds(is_ready=True),
        besides=_both_ended_well,
    ),
)
"""Every fault of this kind."""
