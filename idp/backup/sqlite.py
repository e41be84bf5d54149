"""Copies of a SQLite database: taken while others write, and put in the place of another in one step."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from idp.backup.manifest import BadBackup

FILE = "database.sqlite"
_BESIDE = ("-wal", "-shm")


def path_of(url: str) -> Path:
    """The file of a database URL.

    Raises:
        BadBackup: It is no file.
    """
    name = make_url(url).database
    if not name or name == ":memory:":
        raise BadBackup("A database in memory has no copies.")
    return Path(name)


def copy(source: Path, target: Path) -> None:
    """Copy a database as it is at one moment. Whoever writes meanwhile goes on: they write to the journal.

    Raises:
        BadBackup: There is none.
    """
    if not source.is_file():
        raise BadBackup(f"There is no database at {source}.")
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(target, isolation_level=None)) as taken,
    ):
        taken.execute("PRAGMA synchronous = OFF")  # `settle` says when it has to be on disk
        live.backup(taken)  # all pages in one step: one snapshot, and no beginning anew when somebody writes
        taken.execute("PRAGMA journal_mode = DELETE")
    settle(target)


def unharmed(path: Path) -> str:
    """What SQLite itself finds wrong with a file; empty when nothing is."""
    with closing(_read_only(path)) as connection:
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(5)")]
            lost = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return str(error)
    wrong = [each for each in found if each != "ok"]
    if lost:
        wrong.append(f"{len(lost)} rows refer to nothing")
    return "; ".join(wrong)


def reading_engine(path: Path) -> Engine:
    """An engine that reads a copy and leaves no trace beside it."""
    return create_engine("sqlite://", creator=lambda: _read_only(path))


def refuse_while_used(path: Path) -> None:
    """Make sure that nobody has a database open, and fold its journal into it.

    Raises:
        BadBackup: Somebody has.
    """
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            # Only who is alone with a database may leave the journal behind.
            is_alone = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete"
        except sqlite3.OperationalError:
            is_alone = False
        except sqlite3.DatabaseError:
            return  # it is broken: that is why a copy comes in its place
    if not is_alone:
        raise BadBackup(f"{path} is open elsewhere: stop `idp serve` and `idp worker` first.")


def holds_anything(path: Path) -> bool:
    """Whether there is something at a place that would be lost."""
    return path.is_file() and path.stat().st_size > 0


def put_in_place(fresh: Path, target: Path, aside: Path) -> None:
    """Let a file take the place of another in one step; what was there is kept aside."""
    if target.is_file():
        was = target.stat()
        os.chown(fresh, was.st_uid, was.st_gid)  # who restores may be somebody else than who serves
        fresh.chmod(stat.S_IMODE(was.st_mode))
        os.link(target, aside)
        for suffix in _BESIDE:
            beside = target.with_name(target.name + suffix)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + suffix))
    fresh.replace(target)
    settle(target)


def settle(path: Path) -> None:
    """Wait until a file and its name are on disk."""
    for place, flags in ((path, os.O_RDONLY), (path.parent, os.O_RDONLY | os.O_DIRECTORY)):
        descriptor = os.open(place, flags)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
