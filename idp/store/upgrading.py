"""Brings the tables to the newest migration. Apart from `schema.py`, so that a server does not load Alembic."""

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
    with engine.connect() as connection:
        _lock(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()


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


def _lock(connection: Connection) -> None:
    # Held until the commit, on both databases.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
