"""One SQLite file per application, by Python's own library: a department will have a database of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

SECONDS_TO_WAIT = 5.0


class Database:
    """Opens the file for as long as one piece of work takes; threads share nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        # Sessions hold tokens and personal facts: nobody else on this machine reads them.
        path.touch(mode=0o600)
        with closing(self._connect()) as connection:
            connection.execute("PRAGMA journal_mode = WAL")

    def create(self, schema: str) -> None:
        """Create tables that are not there yet; `CREATE … IF NOT EXISTS` statements."""
        with closing(self._connect()) as connection:
            connection.executescript(schema)

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one state of the data."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """A connection that holds the write lock; everything is kept, or, after an exception, nothing."""
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        with closing(self._connect()) as connection:
            connection.execute(begin)
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=SECONDS_TO_WAIT, isolation_level=None)
        connection.row_factory = sqlite3.Row
        return connection
