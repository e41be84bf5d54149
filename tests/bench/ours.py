"""Sen ID as it is measured: the server itself on its own database, with the clients and citizens it is asked by."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from idp.config import Settings
from tests.architecture.source import ROOT
from tests.bench.browsing import Person
from tests.bench.counting import prepare_citizen, prepare_clients
from tests.bench.processes import Nobody, Postmaster, Processes
from tests.bench.targets import SCENARIOS, Paths, Target
from tests.builders import PASSWORD
from tests.engines import PostgresqlEngine, SqliteEngine, workshop
from tests.installation import application
from tests.servers import BIN, Server, free_ports, provider_settings, running

NAME = {"sqlite": "Sen ID, SQLite", "postgresql": "Sen ID, PostgreSQL"}
PATHS = Paths("/oauth/authorize", "/oauth/token", "/oauth/userinfo", "/oauth/introspect", "/oauth/jwks")
PRESSED = {"do": "allow"}
CITIZENS = 32
"""More than there are clients at once."""

NO_REGISTER = "http://localhost:9"
"""The register is a program of its own, as in production; none of these requests asks it."""

ABSENT = Path(__file__).parent / "absent"
"""Hides what an installation of requirements.txt does not have."""

LEAN = ("-OO", "-X", "no_debug_ranges")
"""As `idp serve` starts itself."""


@dataclass(frozen=True)
class Stores:
    """The databases of a benchmark: SQLite files in a folder, and a PostgreSQL with its settings as shipped."""

    folder: Path
    postgresql: PostgresqlEngine

    @property
    def data(self) -> Path:
        """Where PostgreSQL keeps everything."""
        return bench_folder() / "postgresql"

    def fresh(self, engine: str, name: str) -> str:
        """The URL of a migrated, otherwise empty database.

        Args:
            engine: `sqlite` or `postgresql`.
            name: What it is for; one that has this name is gone afterwards.
        """
        if engine == "postgresql":
            return self.postgresql.another(name)
        own = self.folder / name
        own.mkdir()
        return SqliteEngine(workshop()).fresh(own)

    def processes(self, engine: str) -> Processes:
        """Whose CPU is the database's."""
        return Postmaster(self.data) if engine == "postgresql" else Nobody()

    def url_for_others(self, database: str) -> str:
        """PostgreSQL's own URL of an empty database for a peer."""
        with self.postgresql._administer() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
        self.postgresql._made.append(database)
        return self.postgresql._server.get_uri(database)


def bench_folder() -> Path:
    """The folder of the benchmark's own PostgreSQL, kept between runs."""
    folder = workshop() / "bench"
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder


@contextmanager
def stores(folder: Path) -> Iterator[Stores]:
    """Both databases while a block runs."""
    engine = PostgresqlEngine(bench_folder())
    with psycopg.connect(engine._server.get_uri("postgres"), autocommit=True) as connection:
        # The tests turn off what makes writing slow; what is measured must keep what it has promised.
        connection.execute("ALTER SYSTEM RESET ALL")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield Stores(folder, engine)
    finally:
        engine.close()


def populate(url: str, folder: Path) -> tuple[Person, ...]:
    """Make the clients and citizens of a benchmark in a database; the citizens."""
    settings = Settings(env="demo", issuer="http://localhost:8000", data_dir=folder, database_url=url)
    with application(settings):
        prepare_clients()
        logins = [prepare_citizen() for _ in range(CITIZENS)]
    return tuple(person(login) for login in logins)


def person(login: str) -> Person:
    """Who types a login and the password that all have."""
    return Person({"username": login, "password": PASSWORD}, PRESSED)


@contextmanager
def serving(
    stores: Stores,
    engine: str,
    *,
    name: str,
    hashing: bool,
    url: str = "",
    settle: Callable[[str, Path], tuple[Person, ...]] = populate,
    **settings: str,
) -> Iterator[Target]:
    """A server while a block runs, ready to be asked.

    Args:
        stores: Where its database is.
        engine: `sqlite` or `postgresql`.
        name: What it is for, a word: its folder and database are called so.
        hashing: Whether passwords are hashed as they should be; else they cost nothing.
        url: A database that is filled already.
        settle: Makes clients and citizens in a database, with the server's folder; who is asked to sign in.
        settings: Settings of the server, by their names without the prefix.
    """
    folder = stores.folder / f"server-{name}"
    folder.mkdir()
    url = url or stores.fresh(engine, name)
    people = settle(url, folder)
    with started(url, folder, hashing=hashing, **settings) as server:
        yield Target(
            name=NAME[engine],
            address=server.address,
            paths=PATHS,
            people=people,
            scenarios=tuple(SCENARIOS),
            processes=Processes.of(server.process),
            database=stores.processes(engine),
            scope="openid profile offline_access",
            keeps="sen_device",
            first_answer=server.first_answer,
        )


@contextmanager
def started(url: str, folder: Path, *, hashing: bool, **settings: str) -> Iterator[Server]:
    """The server's processes, without anything in the database. See `serving`."""
    port = free_ports(1)[0]
    address = f"http://localhost:{port}"
    settings.setdefault("population_url", NO_REGISTER)
    environment = provider_settings(address, url, folder, **settings)
    environment["PYTHONPATH"] = os.pathsep.join([str(ABSENT), str(ROOT)])
    command = [BIN / "idp", "serve"] if hashing else [BIN / "python", *LEAN, "-m", "tests.bench.cheap"]
    with ExitStack() as stack:
        yield stack.enter_context(
            running(
                command, address=address, log=folder / "provider.log", environment=environment, asks="/readyz"
            )
        )
