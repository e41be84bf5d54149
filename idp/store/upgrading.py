"""Brings the tables to the newest migration. Apart from `schema.py`, so that a server does not load Alembic."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from idp.store.schema import MIGRATIONS, known_migrations

_LOCK = 0x5E41D  # any number, the same in every process


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the tables to the newest migration.

    Safe to call from several nodes at once: one works, the others wait. Killed half-way, nothing is half done.

    Args:
        engine: The database.
        to: An earlier migration to stop at, for tests.
    """
    with engine.connect() as connection, _held(connection):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def hold_others_off(connection: Connection) -> None:
    """Let nobody else upgrade or prepare an installation until the transaction of this connection ends.

    Args:
        connection: One whose transaction has written nothing yet.
    """
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


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


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


@contextmanager
def _held(connection: Connection) -> Iterator[None]:
    """Hold the one lock of migrations, on both databases until the commit."""
    if connection.dialect.name != "sqlite":
        hold_others_off(connection)
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
