"""The database: one session per request, by Flask-SQLAlchemy; SQLite set up for several writers."""

import time
from collections.abc import Callable
from functools import cache, cached_property, partial
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session as FlaskSession
from sqlalchemy import URL, Connection, Dialect, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor, ExecutionContext
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session, scoped_session
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from idp.store import patience
from idp.store.models.base import Base


class OneDatabase(FlaskSession):
    """A session of one database. Flask-SQLAlchemy's own looks for the engine anew for each statement."""

    @cached_property
    def _engine(self) -> Engine:
        return db.engine

    def get_bind(
        self, *_what: Any, bind: Engine | Connection | None = None, **_more: Any
    ) -> Engine | Connection:
        """Where a statement goes: all go to the same."""
        return bind or self._engine


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": OneDatabase})
DatabaseSession = scoped_session[Session]
"""The session of the running request or command, as services and repositories take it."""


def current_session() -> DatabaseSession:
    """The session of the running request or command."""
    return cast("DatabaseSession", db.session)  # Flask-SQLAlchemy's own subclass of Session


def end_reading(session: DatabaseSession) -> None:
    """Give the connection back before a long wait for something else. What was read stays as it was read.

    Args:
        session: Its request has written nothing so far: that would be committed now.
    """
    unit = session()
    forgets, unit.expire_on_commit = unit.expire_on_commit, False
    try:
        unit.commit()
    finally:
        unit.expire_on_commit = forgets


MOST_CONNECTIONS = 16
"""That one process has to its database."""
_KEPT_OPEN = 8
RESTED_SECONDS = 1.0
"""For so long a connection to PostgreSQL is taken to be good that has just been used. A server that was started again
costs those who ask within it an answer 503."""


def engine_options(url: str) -> dict[str, Any]:
    """Options of the engine behind a database URL."""
    common = {
        "hide_parameters": True,  # an exception's text may go anywhere, and parameters are what people typed
        "pool_size": _KEPT_OPEN,
        "max_overflow": MOST_CONNECTIONS - _KEPT_OPEN,
        # The one used last is the next: it need not be asked whether it still is one, and its server is warm.
        "pool_use_lifo": True,
        "pool_timeout": patience.LONGEST,
    }
    if url.startswith("sqlite"):
        # Here, not above: an installation on PostgreSQL does not load it.
        from idp.store import sqlite  # noqa: PLC0415  PostgreSQL goes without the driver

        named = {
            "timeout": sqlite.BUSY_MILLISECONDS / 1000,
            "check_same_thread": False,
            "cached_statements": sqlite.KEPT_STATEMENTS,
            "factory": sqlite.QueueingConnection,
        }
        return {**common, "connect_args": named}
    return {**common, "creator": partial(_connect, make_url(url))}


def _connect(url: URL) -> Any:
    # Here, not above: an installation on SQLite does not load the driver.
    from idp.store import postgresql  # noqa: PLC0415  SQLite goes without the driver

    arguments, named = url.get_dialect()().create_connect_args(url)
    return postgresql.connect(*arguments, **named)


def prepare_engine(engine: Engine) -> None:
    """Set up what every connection of an engine needs."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "before_cursor_execute", _take_the_write_lock)
    else:
        event.listen(engine, "checkin", _note_the_time)
        event.listen(engine, "checkout", _begin_nothing)
        event.listen(engine, "checkout", _ask_after_a_pause(engine.dialect))
        event.listen(engine, "before_cursor_execute", _begin_at_the_first_write)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # None: the driver begins nothing by itself. Reads then see what is committed, as on PostgreSQL.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _take_the_write_lock(
    connection: Connection, _cursor: DBAPICursor, statement: str, *_rest: object
) -> None:
    # At the first write, not before: a reader that turns into a writer could not wait for the lock,
    # and a transaction that only reads (or hashes a password first) must not hold it.
    driver: Any = connection.connection.dbapi_connection
    if not driver.in_transaction and not statement.lstrip()[:7].upper().startswith(_NO_WRITES):
        driver.begin()


def _begin_nothing(
    connection: DBAPIConnection, _entry: ConnectionPoolEntry, _lent: PoolProxiedConnection
) -> None:
    # READ COMMITTED sees what is committed when a statement begins, in a transaction or not. Its BEGIN and its end are
    # two more round trips, each as dear as the statement, for each request that only reads.
    connection.autocommit = True


def _begin_at_the_first_write(
    connection: Connection,
    _cursor: DBAPICursor,
    statement: str,
    _parameters: object,
    context: ExecutionContext,
    _many: bool,
) -> None:
    driver: Any = connection.connection.dbapi_connection
    if driver.autocommit and (
        not statement.startswith("SELECT")
        or any(word in statement for word in _HELD_TO_THE_END)
        or context.execution_options.get("stream_results")
    ):
        driver.autocommit = False  # from here on the driver begins by itself


def _note_the_time(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.info[_SINCE] = time.monotonic()


@cache
def _ask_after_a_pause(dialect: Dialect) -> Callable[..., None]:
    """Ask a connection that has rested whether it is still one. To ask each time would cost a request a round trip."""

    def ask(connection: DBAPIConnection, entry: ConnectionPoolEntry, _lent: PoolProxiedConnection) -> None:
        if time.monotonic() - entry.info.get(_SINCE, 0.0) < RESTED_SECONDS:
            return
        try:
            dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone  # the others are as old: the pool connects anew

    return ask


_SINCE = "idp.returned_at"
_HELD_TO_THE_END = (" FOR ", "advisory")
"""A SELECT with one of these takes a lock that its transaction holds."""
_NO_WRITES = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN")
