"""Copies of a PostgreSQL database, by PostgreSQL's own `pg_dump` and `pg_restore`."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import make_url

from idp.backup.manifest import BadBackup

FILE = "database.pgdump"
ASIDE = "replaced_"
"""How the name of a schema that was moved aside begins; no dump takes it along."""


class Tools:
    """The programs, and how they are called. No password stands on a command line.

    Args:
        url: Of the database.
        folder: Where the programs are; None for the search path.
    """

    def __init__(self, url: str, folder: Path | None = None) -> None:
        given = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        parts = {name: str(value) for name, value in conninfo_to_dict(given).items()}
        self._password = parts.pop("password", None)
        self._target = make_conninfo("", **parts)
        self._folder = folder

    def dump(self, target: Path, snapshot: str, server: int) -> None:
        """Dump a database as it is at one moment.

        Args:
            target: The file to write.
            snapshot: Name of the exported snapshot.
            server: The server's major version.

        Raises:
            BadBackup: The program is missing, too old, or fails.
        """
        rest = ("--format=custom", "--schema=public", f"--dbname={self._target}", f"--file={target}")
        self._refuse_older("pg_dump", server, rest)
        self._run("pg_dump", (*rest, f"--snapshot={snapshot}"))

    def restore(self, source: Path, server: int) -> None:
        """Restore a dump into an empty database: all of it, or nothing.

        Raises:
            BadBackup: The program is missing, too old, or fails.
        """
        # What is in the schema, and not the schema itself: it is there.
        owners = ("--no-owner", "--no-privileges", "--schema=public")
        rest = ("--single-transaction", *owners, f"--dbname={self._target}", str(source))
        self._refuse_older("pg_restore", server, rest)
        self._run("pg_restore", rest)

    def listed(self, source: Path) -> int:
        """How many entries a dump has.

        Raises:
            BadBackup: The program is missing, or cannot read it.
        """
        lines = self._run("pg_restore", ("--list", str(source))).splitlines()
        return sum(not line.startswith(";") for line in lines)

    def _refuse_older(self, name: str, server: int, rest: Sequence[str]) -> None:
        said = self._run(name, ("--version",), instead=shlex.join((name, *rest)))
        found = re.search(r"\) (\d+)", said)
        if found is None or int(found[1]) < server:
            raise BadBackup(
                f"{name} is version {found[1] if found else said}, and the server {server}: install "
                f"postgresql-client-{server}, or name the folder of its programs with --pg-bin."
            )

    def _run(self, name: str, arguments: Sequence[str], instead: str = "") -> str:
        program = shutil.which(name, path=str(self._folder) if self._folder else None)
        if program is None:
            by_hand = f", or see docs/backup.md and run elsewhere: {instead}" if instead else ""
            raise BadBackup(
                f"{name} was not found: install PostgreSQL's client programs, or name their folder "
                f"with --pg-bin{by_hand}."
            )
        environment = {**os.environ, **({"PGPASSWORD": self._password} if self._password else {})}
        done = subprocess.run(  # noqa: S603  PostgreSQL's own programs, with no shell
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            raise BadBackup(f"{name} failed: {' '.join(done.stderr.split())[:500]}")
        return done.stdout


@contextmanager
def snapshot(engine: Engine) -> Iterator[tuple[Connection, str]]:
    """A transaction that sees one moment, and the name under which `pg_dump` sees the same."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        name = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
        yield connection, str(name)


def server_version(connection: Connection) -> int:
    """The server's major version."""
    return int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000


def refuse_while_used(connection: Connection) -> None:
    """Make sure that nobody else is connected to a database.

    Raises:
        BadBackup: Somebody is.
    """
    others = connection.execute(
        text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    ).scalar_one()
    if others:
        raise BadBackup(
            f"{others} connections to the database are open: stop `idp serve` and `idp worker` on every machine first."
        )


def holds_anything(connection: Connection) -> bool:
    """Whether a database has a table."""
    found = text("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
    return bool(connection.execute(found).scalar())


def move_aside(connection: Connection, name: str) -> None:
    """Give the schema with everything in it another name, and make an empty one."""
    connection.execute(text(f"ALTER SCHEMA public RENAME TO {name}"))
    connection.execute(text("CREATE SCHEMA public"))
    connection.commit()


def undo(connection: Connection, aside: str | None) -> None:
    """Leave a database as it was before a restore that failed: what was moved aside is back, or nothing is there."""
    if aside is not None:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text(f"ALTER SCHEMA {aside} RENAME TO public"))
    else:
        quoted = text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'")
        for name in connection.execute(quoted).scalars().all():
            connection.execute(text(f"DROP TABLE IF EXISTS public.{name} CASCADE"))
    connection.commit()
