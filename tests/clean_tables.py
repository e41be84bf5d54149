"""How a PostgreSQL database becomes again what the migrations left, without being made anew: it takes a millisecond."""

from typing import Any

import psycopg
from psycopg import sql

PARTS = "SELECT count(*), md5(string_agg(relname, ',' ORDER BY relname)) FROM pg_class WHERE relispartition"

# A table of months is asked as a whole.
EVERY_TABLE = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind IN ('r', 'p') AND NOT relispartition
"""
KEPT_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'kept'"
KEEP_WHAT_MIGRATIONS_WROTE = """
DO $$
DECLARE name text; filled boolean;
BEGIN
    CREATE SCHEMA kept;
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
    END LOOP;
END $$
"""


class Cleaner:
    """Cleans one database again and again: one connection and one prepared question for thousands of tests.

    Args:
        uri: The database, as PostgreSQL calls it.
    """

    def __init__(self, uri: str) -> None:
        self._connection = psycopg.connect(uri, autocommit=True)
        names = self._connection.execute(EVERY_TABLE).fetchall()
        self._filled = sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM public.{})").format(name, sql.Identifier(name))
            for (name,) in names
        )
        self._kept = [name for (name,) in self._connection.execute(KEPT_TABLES).fetchall()]

    def parts(self) -> tuple[Any, ...] | None:
        """Which parts the tables of months have, in short."""
        return self._connection.execute(PARTS, prepare=True).fetchone()

    def clean(self) -> None:
        """Remove every row, and put back those that migrations wrote."""
        filled = [name for (name,) in self._connection.execute(self._filled, prepare=True).fetchall()]
        with self._connection.transaction():
            # Without triggers, and so without foreign keys, the order of tables does not matter.
            self._connection.execute("SET LOCAL session_replication_role = replica")
            for name in {*filled, *self._kept}:
                self._connection.execute(sql.SQL("DELETE FROM public.{}").format(sql.Identifier(name)))
            for name in self._kept:
                self._connection.execute(
                    sql.SQL("INSERT INTO public.{0} SELECT * FROM kept.{0}").format(sql.Identifier(name))
                )

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
