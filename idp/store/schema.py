"""The state of the tables: which migration they stand at."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@cache
def known_migrations() -> tuple[str, ...]:
    """The numbers of the migrations this release knows, oldest first: `0001` and on."""
    return tuple(
        sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
    )


def is_current(connection: Connection) -> bool:
    """Whether the tables stand at our newest migration, or beyond it: a newer node may have gone on already."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    stands_at = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return stands_at is not None and stands_at >= known_migrations()[-1]


def takes_writes(connection: Connection) -> bool:
    """Whether the database lets us write: not a standby, nor one that was made read-only. SQLite is not asked."""
    if connection.dialect.name == "sqlite":
        return True
    return connection.execute(text("SELECT current_setting('transaction_read_only')")).scalar() == "off"
