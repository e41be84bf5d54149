"""The one door to a copy of the database: for lists on pages, which may be some seconds old.

Nothing that is spent, that authenticates or that decides about a right goes through it. A copy that is away, or that
has fallen behind, is left alone for a while; the database itself answers then.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, event, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session, scoped_session, sessionmaker

from idp.clock import Clock
from idp.store.db import DatabaseSession
from idp.store.models import RunningProcess

FARTHEST_BEHIND = timedelta(minutes=3)
"""Every process says once a minute that it runs: a copy where nobody did for this long is behind."""

LEFT_ALONE = timedelta(seconds=30)
LOOKED_AT = timedelta(seconds=10)
_CONNECT_SECONDS = 2
_CHOSEN = "replica.chosen"

_log = logging.getLogger("idp.database")


class StaleReads(scoped_session[Session]):
    """A session for reading what may be stale, as repositories take it.

    Args:
        url: The copy; empty where there is none, and the database itself is read.
        primary: The session of the running request or command.
        clock: The time.
    """

    def __init__(self, url: str, primary: DatabaseSession, clock: Clock) -> None:
        self._engine = _reading(url) if url else None
        super().__init__(sessionmaker(self._engine))
        self._primary = primary
        self._clock = clock
        self._away_until: datetime | None = None
        self._look_again: datetime | None = None

    @property
    def _proxied(self) -> Session:
        """The session that answers: chosen once in each request."""
        primary = self._primary()
        if self._engine is None:
            return primary
        if _CHOSEN not in primary.info:
            primary.info[_CHOSEN] = self._opened() or primary
        chosen: Session = primary.info[_CHOSEN]
        return chosen

    def __call__(self, **_options: Any) -> Session:
        """The session that answers."""
        return self._proxied

    def execute(self, *args: Any, **options: Any) -> Any:
        """What `Session.execute` gives; from the database itself where the copy fails."""
        return self._asked("execute", *args, **options)

    def scalar(self, *args: Any, **options: Any) -> Any:
        """What `Session.scalar` gives; from the database itself where the copy fails."""
        return self._asked("scalar", *args, **options)

    def scalars(self, *args: Any, **options: Any) -> Any:
        """What `Session.scalars` gives; from the database itself where the copy fails."""
        return self._asked("scalars", *args, **options)

    def remove(self) -> None:
        """Give back what the request has had of the copy. Before its own session goes."""
        if self._engine is not None:
            primary = self._primary()
            chosen = primary.info.pop(_CHOSEN, primary)
            if chosen is not primary:
                chosen.close()

    def dispose(self) -> None:
        """Close every connection to the copy."""
        if self._engine is not None:
            self._engine.dispose()

    def _asked(self, how: str, *args: Any, **options: Any) -> Any:
        chosen, primary = self._proxied, self._primary()
        if chosen is primary:
            return getattr(primary, how)(*args, **options)
        try:
            return getattr(chosen, how)(*args, **options)
        except SQLAlchemyError as error:  # it went away, or what was read was being cleaned up under it
            self._leave_alone(chosen, type(error).__name__)
            primary.info[_CHOSEN] = primary
            return getattr(primary, how)(*args, **options)

    def _opened(self) -> Session | None:
        now = self._clock()
        if self._away_until is not None and now < self._away_until:
            return None
        session = self.session_factory()
        try:
            session.connection()  # asked whether it is still there, before anything rests on it
            if self._look_again is not None and now < self._look_again:
                return session
            seen = session.scalar(select(func.max(RunningProcess.seen_at)))
            trouble = "it is behind" if seen is None or seen < now - FARTHEST_BEHIND else ""
        except SQLAlchemyError as error:
            trouble = type(error).__name__
        if not trouble:
            self._away_until, self._look_again = None, now + LOOKED_AT
            return session
        self._leave_alone(session, trouble)
        return None

    def _leave_alone(self, session: Session, trouble: str) -> None:
        session.close()
        self._away_until, self._look_again = self._clock() + LEFT_ALONE, None
        _log.warning("the copy of the database is left alone: %s", trouble)


def _reading(url: str) -> Engine:
    """An engine that cannot write, and that leaves no transaction open between two statements."""
    if url.startswith("sqlite"):
        engine = create_engine(url, isolation_level="AUTOCOMMIT", connect_args={"check_same_thread": False})
        event.listen(
            engine, "connect", lambda connection, _entry: connection.execute("PRAGMA query_only = ON")
        )
        return engine
    options = {"connect_timeout": _CONNECT_SECONDS, "options": "-c default_transaction_read_only=on"}
    return create_engine(
        url,
        isolation_level="AUTOCOMMIT",
        pool_pre_ping=True,
        pool_size=4,
        max_overflow=4,
        pool_timeout=_CONNECT_SECONDS,
        connect_args=options,
    )
