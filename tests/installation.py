"""An installation for tests: tables, secrets and keys as `idp db upgrade` leaves them, and the application on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import scoped_session, sessionmaker

from idp.clock import Clock, utc_now
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.services import EXTENSION, Services
from idp.store import db as store
from idp.store import upgrading
from idp.store.db import db, engine_options, prepare_engine
from tests import once
from tests.caller import Caller


def install(url: str) -> None:
    """Make every table and what an installation needs from its first moment."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    upgrading.upgrade(engine)
    session = scoped_session(sessionmaker(engine))
    settings = Settings(env="demo", database_url=url)
    services = Services(settings, session, utc_now, Passwords(ONLY_FOR_TESTS))
    services.prepare_installation()
    services.retention.make_ahead()
    session.commit()
    session.remove()
    engine.dispose()


def changed(settings: Settings, **values: object) -> Settings:
    """Settings with other values, unchecked: a test may want what no start allows."""
    other = copy(settings)
    for name, value in values.items():
        assert hasattr(other, name), name
        object.__setattr__(other, name, value)
    return other


def _trusting_the_machine(connection: Any, entry: Any) -> None:
    # The tests kill processes, not the machine: what the system has been told is kept.
    _prepare_sqlite(connection, entry)
    connection.execute("PRAGMA synchronous = OFF")


_prepare_sqlite = store._prepare_sqlite
store._prepare_sqlite = _trusting_the_machine
once.share()


@contextmanager
def application(settings: Settings, clock: Clock = utc_now) -> Iterator[Flask]:
    """The application, with an app context for the test itself; passwords cost nothing."""
    from idp.app import create_app

    app = create_app(settings, clock=clock, passwords=Passwords(ONLY_FOR_TESTS))
    app.test_client_class = Caller
    app.config["ISSUER_FOR_TESTS"] = settings.issuer
    with app.app_context():
        yield app
        app.extensions[EXTENSION].stale.dispose()
        db.session.remove()
        for engine in db.engines.values():
            if not once.connections_are_shared(engine):
                engine.dispose()
