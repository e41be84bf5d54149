"""Settings of the benchmark's PostgreSQL that hold for a while: `stores` puts back what an end too early left."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import psycopg
from psycopg import sql

WHILE_FILLING = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_wal_size": "2GB",
}
"""A machine that fails meanwhile loses what is made again anyway."""


@contextmanager
def quick(server: str) -> Iterator[None]:
    """Let PostgreSQL keep no promise while databases are filled; then everything is on the disk.

    Args:
        server: PostgreSQL's own URL of any database.
    """
    with psycopg.connect(server, autocommit=True) as connection:
        _set(connection, WHILE_FILLING)
        try:
            yield
        finally:
            _set(connection, dict.fromkeys(WHILE_FILLING))
            connection.execute("CHECKPOINT")
            # What was written without fsync is the system's to write: not while requests are measured.
            os.sync()


@contextmanager
def unswept(server: str) -> Iterator[None]:
    """Keep autovacuum away: everything is vacuumed, and whose turn it is would be chance.

    Args:
        server: PostgreSQL's own URL of any database.
    """
    with psycopg.connect(server, autocommit=True) as connection:
        _set(connection, {"autovacuum": "off"})
        try:
            yield
        finally:
            _set(connection, {"autovacuum": None})


def _set(connection: psycopg.Connection, settings: Mapping[str, str | None]) -> None:
    for name, value in settings.items():
        said = sql.SQL("RESET {}") if value is None else sql.SQL("SET {} = {}")
        parts = [sql.Identifier(name), *([] if value is None else [sql.Literal(value)])]
        connection.execute(sql.SQL("ALTER SYSTEM ") + said.format(*parts))
    connection.execute("SELECT pg_reload_conf()")
