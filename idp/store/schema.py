"""The state of the tables: which migration they stand at, and whether this release can serve with them."""

from functools import cache
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from idp.store.models import SchemaStep

MIGRATIONS = Path(__file__).parents[2] / "migrations"


@cache
def known_migrations() -> tuple[str, ...]:
    """The numbers of the migrations this release knows, oldest first: `0001` and on."""
    return tuple(
        sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))
    )


def stands_at(connection: Connection) -> str | None:
    """The number of the migration the tables stand at; None where there are no tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def needed(connection: Connection, beyond: str) -> str:
    """The newest migration that a release has to know, after all that was applied beyond one; empty for none.

    Args:
        connection: A database that stands at `0004` or later.
        beyond: The number of a migration.
    """
    steps = select(func.max(SchemaStep.needs)).where(SchemaStep.number > beyond)
    return connection.execute(steps).scalar() or ""


def is_current(connection: Connection) -> bool:
    """Whether this release can serve: the tables stand at our newest migration, or further without harm to us.

    A newer release may have gone on already. What it added does not disturb us; what it took away does, and each
    migration left word of which releases it leaves behind.
    """
    newest, here = known_migrations()[-1], stands_at(connection)
    if here is None or here < newest:
        return False
    return here == newest or needed(connection, newest) <= newest


def takes_writes(connection: Connection) -> bool:
    """Whether the database lets us write: not a standby, nor one that was made read-only. SQLite is not asked."""
    if connection.dialect.name == "sqlite":
        return True
    return connection.execute(text("SELECT current_setting('transaction_read_only')")).scalar() == "off"
