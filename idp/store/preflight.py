"""What stands in the way of an upgrade, looked at before it: `idp db check`. It changes nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import OperationalError

from idp.clock import Clock
from idp.store.repositories.running_processes import seen_lately
from idp.store.schema import known_migrations, needed, stands_at
from idp.store.upgrading import CONTRACT, LOCK, Migration, pending

_LONG_SECONDS = 30
"""Transactions that have lasted this long hold up a migration."""

_OLD_BACKUP_HOURS = 26
_SLOW_ROWS = 1_000_000


class State(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    LOOK = "look"
    STOP = "stop"


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    state: State
    text: str


class OlderProcesses(Exception):
    """Processes still run that use what a migration takes away. The text says which."""


@dataclass(frozen=True)
class Report:
    """What an upgrade would do, and what stands in its way.

    Args:
        stands_at: The migration the tables stand at.
        pending: What would be done.
        rows: About how many rows each table that is changed has.
        processes: How many processes ran lately, by the newest migration they know.
        findings: What was looked at.
    """

    stands_at: str | None
    pending: list[Migration]
    rows: dict[str, int]
    processes: dict[str, int]
    findings: list[Finding]

    @property
    def may_go_on(self) -> bool:
        """Whether nothing stands in the way."""
        return all(finding.state != State.STOP for finding in self.findings)


def examine(engine: Engine, clock: Clock) -> Report:
    """Look at everything an upgrade meets.

    Args:
        engine: The database.
        clock: The time.
    """
    with engine.connect() as connection:
        ahead, here = pending(connection), stands_at(connection)
        processes = _processes(connection, here, clock)
        rows = _rows(connection, ahead)
        findings = [
            _release(connection, here),
            *_contracts(ahead, processes),
            *_cost(rows),
            *_locks(connection),
            _disk(connection, rows),
            *_backups(connection, clock()),
        ]
        connection.rollback()
    return Report(here, ahead, rows, processes, findings)


def refuse_while_used(clock: Clock) -> "_Refusal":
    """A guard of `upgrade`: no migration takes away what a process that ran lately still uses."""
    return _Refusal(clock)


@dataclass(frozen=True)
class _Refusal:
    clock: Clock

    def __call__(self, connection: Connection, ahead: list[Migration]) -> None:
        processes = _processes(connection, stands_at(connection), self.clock)
        for finding in _contracts(ahead, processes):
            if finding.state == State.STOP:
                raise OlderProcesses(finding.text)


def _processes(connection: Connection, here: str | None, clock: Clock) -> dict[str, int]:
    return seen_lately(connection, clock) if here is not None and here >= "0004" else {}


def _release(connection: Connection, here: str | None) -> Finding:
    newest = known_migrations()[-1]
    if here is None or here < newest:
        return Finding(
            "release", State.GOOD, f"the tables stand at {here or 'nothing'}, this release at {newest}"
        )
    if here == newest:
        return Finding("release", State.GOOD, f"the tables stand at {here}, as this release wants them")
    if (needs := needed(connection, newest)) > newest:
        told = (
            f"the tables stand at {here}, which needs a release that knows {needs}; this one knows {newest}"
        )
        return Finding("release", State.STOP, told)
    return Finding(
        "release", State.GOOD, f"the tables stand at {here}, beyond {newest}; this release can serve"
    )


def _contracts(ahead: list[Migration], processes: dict[str, int]) -> Iterator[Finding]:
    for migration in ahead:
        if migration.phase != CONTRACT:
            continue
        older = {knows: count for knows, count in processes.items() if knows < migration.needs}
        if older:
            told = ", ".join(f"{count} that know {knows}" for knows, count in older.items())
            yield Finding(
                "older processes",
                State.STOP,
                f"{migration.number} takes away what releases before {migration.needs} use;"
                f" processes seen lately: {told}. End them first",
            )
        else:
            yield Finding(
                "older processes", State.GOOD, f"no process still uses what {migration.number} removes"
            )


def _rows(connection: Connection, ahead: list[Migration]) -> dict[str, int]:
    there = set(inspect(connection).get_table_names())
    touched = sorted({table for migration in ahead for table in migration.touches} & there)
    return {table: _count(connection, table) for table in touched}


def _count(connection: Connection, table: str) -> int:
    if connection.dialect.name == "sqlite":
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() or 0)  # noqa: S608  names of ours
    # As the database reckons: counting a log would take longer than the upgrade.
    return max(0, _summed(connection, "reltuples", table))


def _summed(connection: Connection, what: str, table: str) -> int:
    # A partitioned table holds nothing itself; one that is not has no tree.
    parts = (
        f"SELECT sum({what}) FROM pg_class WHERE relkind = 'r' AND"  # noqa: S608  names of ours
        " (oid = to_regclass(:it) OR oid IN (SELECT relid FROM pg_partition_tree(to_regclass(:it))))"
    )
    return int(connection.execute(text(parts), {"it": table}).scalar() or 0)


def _cost(rows: dict[str, int]) -> Iterator[Finding]:
    large = [f"{table}: {count}" for table, count in rows.items() if count >= _SLOW_ROWS]
    if large:
        told = f"tables that are changed have many rows ({', '.join(large)}): try it on a copy first"
        yield Finding("cost", State.LOOK, told)


def _locks(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA busy_timeout = 500")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("ROLLBACK")
            yield Finding("locks", State.GOOD, "nobody holds the database")
        except OperationalError:
            yield Finding("locks", State.LOOK, "somebody is writing; an upgrade waits for its turn")
        return
    if not connection.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": LOCK}).scalar():
        yield Finding("locks", State.STOP, "another node is upgrading right now")
        return
    long = connection.execute(text(_LONG), {"seconds": _LONG_SECONDS}).all()
    if long:
        told = ", ".join(f"process {pid} for {seconds} s" for pid, seconds in long)
        yield Finding(
            "locks", State.LOOK, f"transactions that hold tables: {told}; an upgrade waits for their end"
        )
    else:
        yield Finding("locks", State.GOOD, f"no transaction has lasted {_LONG_SECONDS} s")


_LONG = """
SELECT pid, extract(epoch FROM clock_timestamp() - xact_start)::int FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
  AND xact_start < clock_timestamp() - make_interval(secs => :seconds)
ORDER BY xact_start
"""


def _disk(connection: Connection, rows: dict[str, int]) -> Finding:
    if connection.dialect.name != "sqlite":
        wanted = sum(_summed(connection, "pg_total_relation_size(oid)", it) for it in rows)
        told = f"tables that are changed take {_megabytes(wanted)}; have as much again free on the database's machine"
        return Finding("disk", State.LOOK if wanted else State.GOOD, told)
    path = Path(connection.engine.url.database or "")
    size, free = path.stat().st_size, shutil.disk_usage(path.absolute().parent).free
    told = f"the file has {_megabytes(size)}, {_megabytes(free)} are free"
    return Finding("disk", State.GOOD if free > 2 * size else State.STOP, told)


def _backups(connection: Connection, now: datetime) -> Iterator[Finding]:
    if connection.dialect.name == "sqlite":
        yield Finding(
            "backup", State.LOOK, "whether there is a copy cannot be seen from here: make one first"
        )
        return
    archived = connection.execute(text("SELECT last_archived_time FROM pg_stat_archiver")).scalar()
    if archived is None:
        yield Finding("backup", State.LOOK, "the database archives nothing: make a copy first")
    elif (now - archived).total_seconds() > _OLD_BACKUP_HOURS * 3600:
        yield Finding("backup", State.LOOK, f"nothing was archived since {archived:%Y-%m-%d %H:%M}")
    else:
        yield Finding("backup", State.GOOD, f"archived up to {archived:%Y-%m-%d %H:%M}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.0f} MB"
