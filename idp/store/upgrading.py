"""Brings the tables to the newest migration. Apart from `schema.py`, so that a server does not load Alembic."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from idp.store.schema import MIGRATIONS, known_migrations, stands_at

LOCK = 0x5E41D
"""The advisory lock of migrations on PostgreSQL: any number, the same in every process."""

EXPAND, CONTRACT = "expand", "contract"
LONGEST_WAIT = timedelta(seconds=3)
"""How long a migration waits for one table. Meanwhile every request for that table waits behind it."""

TRIES = 40
_PAUSE_SECONDS = 5.0
_HELD_UP = frozenset({"55P03", "40P01"})
"""PostgreSQL's `lock_not_available` and `deadlock_detected`."""
_LEFT_OUT = frozenset({"before", "rest"})

Refuse = Callable[[Connection, list["Migration"]], None]
"""Looks at what is about to be done, under the lock; raises where it must not be."""


class UpgradeBlocked(Exception):
    """Somebody held a table all along. Nothing was changed."""


@dataclass(frozen=True)
class Migration:
    """What a migration says of itself.

    Args:
        number: `0001` and on.
        title: Its first line.
        phase: `expand` adds, and older releases go on; `contract` takes away what they still use.
        needs: The newest migration that a release has to know to go on; empty where any does.
        touches: Tables that were there before and are changed, which costs by their size.
    """

    number: str
    title: str
    phase: str = EXPAND
    needs: str = ""
    touches: tuple[str, ...] = ()


def upgrade(
    engine: Engine,
    to: str = "head",
    *,
    refuse: Refuse | None = None,
    tries: int = TRIES,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Bring the tables to the newest migration.

    Safe to call from several nodes at once: one works, the others wait. Killed half-way, nothing is half done, and
    calling it again does all of it. On PostgreSQL it never waits long for a table, because everybody else would
    then wait behind it: it gives up, lets them pass, and tries again.

    Args:
        engine: The database.
        to: An earlier migration to stop at, for tests.
        refuse: Asked before anything is changed.
        tries: How often to try.
        pause: Waits for some seconds between two tries.

    Raises:
        UpgradeBlocked: A table was held each time.
    """
    for attempt in range(1, tries + 1):
        try:
            _upgrade(engine, to, refuse)
        except OperationalError as error:
            if not is_held_up(error):
                raise
            if attempt == tries:
                raise UpgradeBlocked(f"a table was held by somebody else {tries} times") from error
            pause(_PAUSE_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311  so that two nodes part
        else:
            return


def is_held_up(error: OperationalError) -> bool:
    """Whether a lock was waited for in vain, and not something broken.

    Or PostgreSQL ended the wait because somebody who held that lock waited for us (a deadlock).
    """
    return getattr(error.orig, "sqlstate", None) in _HELD_UP or "database is locked" in str(error.orig)


def pending(connection: Connection) -> list[Migration]:
    """The migrations that are still to be done, the next first."""
    here = stands_at(connection) or ""
    return [each for each in migrations() if each.number > here]


def migrations() -> list[Migration]:
    """Every migration this release knows, oldest first."""
    scripts = ScriptDirectory.from_config(_config()).walk_revisions()
    return sorted((described(script) for script in scripts), key=lambda each: each.number)


def described(script: Script) -> Migration:
    """What one migration says of itself.

    Raises:
        ValueError: It takes something away and does not say whom it leaves behind.
    """
    told = vars(script.module)
    made = Migration(
        number=script.revision,
        title=script.doc,
        phase=told.get("phase", EXPAND),
        needs=told.get("needs", ""),
        touches=tuple(told.get("touches", ())),
    )
    if made.phase not in (EXPAND, CONTRACT) or (made.phase == CONTRACT) != bool(made.needs):
        raise ValueError(
            f"migration {made.number}: a contract names what releases need to know, no other does"
        )
    return made


def hold_others_off(connection: Connection) -> None:
    """Let nobody else upgrade or prepare an installation until the transaction of this connection ends.

    Args:
        connection: One whose transaction has written nothing yet.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def write_migration(engine: Engine, message: str) -> None:
    """Write the migration that leads from the tables as they are to the models. For developers.

    Args:
        engine: A database at the newest migration.
        message: What the migration does, for its file name and first line.
    """
    with engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=f"{len(known_migrations()) + 1:04d}")


def is_compared(_it: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
    """Whether Alembic compares something with the models: PostgreSQL's months are ours to make, not the models'.

    The key of a partitioned table holds the moment as well; SQLite's does not.
    """
    if kind == "unique_constraint":
        return name != "uq_audit_record_writer_sequence"
    return not (kind == "table" and name is not None and is_part_of_a_log(name))


def is_part_of_a_log(table: str) -> bool:
    """Whether a table is one part of a partitioned one, by its name: `…_before`, `…_rest`, `…_2026_12`."""
    words = table.split("_")
    return words[-1] in _LEFT_OUT or (len(words) > 2 and words[-1].isdigit() and words[-2].isdigit())


def _upgrade(engine: Engine, to: str, refuse: Refuse | None) -> None:
    with engine.connect() as connection, _held(connection):
        if refuse is not None:
            refuse(connection, pending(connection))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def _held(connection: Connection) -> Iterator[None]:
    """Hold the one lock of migrations, on both databases until the commit."""
    if connection.dialect.name != "sqlite":
        # For the others of our kind as long as it takes: whoever waits here keeps nobody waiting.
        hold_others_off(connection)
        milliseconds = int(LONGEST_WAIT.total_seconds() * 1000)
        connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
        yield
        connection.commit()
        return
    # SQLite changes a column by making the table anew; with this on, dropping the old one would take along every row
    # that refers to it. It cannot be switched inside a transaction.
    connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
    try:
        hold_others_off(connection)
        yield
        if lost := connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            raise RuntimeError(
                f"rows refer to nothing in {sorted({row[0] for row in lost})}; nothing was changed"
            )
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")


def note_step(connection: Connection, script: Any) -> None:
    """Leave word of a migration that was applied, for releases that do not know it. For `migrations/env.py`."""
    made = described(script)
    if made.number >= "0004":  # before it there was no place for this
        connection.execute(
            text(
                "INSERT INTO schema_step (number, phase, needs, applied_at)"
                " VALUES (:number, :phase, :needs, CURRENT_TIMESTAMP)"
            ),
            {"number": made.number, "phase": made.phase, "needs": made.needs},
        )
