"""How a PostgreSQL database becomes again what the migrations left, without being made anew: by one call of a function.

The function is part of the template. Its statements are written out for each table, so that they are planned once.
"""

from typing import Any

import psycopg

PARTS = "SELECT count(*) || ' ' || md5(string_agg(relname, ',' ORDER BY relname)) FROM pg_class WHERE relispartition"
"""Which parts the tables of months have, in short."""

KEEP_WHAT_MIGRATIONS_WROTE = """
DO $make$
DECLARE
    name text;
    filled boolean;
    body text := '';
BEGIN
    CREATE SCHEMA kept;
    -- A table of months is asked as a whole.
    FOR name IN SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'p') AND NOT relispartition LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
        IF filled THEN
            EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name);
            body := body || format('DELETE FROM public.%1$I; INSERT INTO public.%1$I SELECT * FROM kept.%1$I;', name);
        ELSE
            body := body || format('IF EXISTS (SELECT FROM public.%1$I) THEN DELETE FROM public.%1$I; END IF;', name);
        END IF;
    END LOOP;
    EXECUTE format(
        'CREATE FUNCTION kept.restore() RETURNS text LANGUAGE plpgsql AS %L',
        format('BEGIN %s RETURN (%s); END', body, $parts$PARTS$parts$)
    );
END $make$
""".replace("PARTS", PARTS)


class Cleaner:
    """Cleans one database again and again, by one connection for thousands of tests.

    Args:
        uri: The database, as PostgreSQL calls it.
    """

    def __init__(self, uri: str) -> None:
        self._connection = psycopg.connect(uri, autocommit=True)
        # Without triggers, and so without foreign keys, the order of tables does not matter. To say so in the function
        # would have each call plan every statement again.
        self._connection.execute("SET session_replication_role = replica")

    def clean(self) -> str | None:
        """Remove every row, and put back those that migrations wrote; which parts the tables of months have."""
        row: Any = self._connection.execute("SELECT kept.restore()", prepare=True).fetchone()
        return row[0]

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()
