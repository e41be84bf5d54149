"""An installation for tests: tables, secrets and keys as `idp db upgrade` leaves them, and the application on it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from types import CodeType
from typing import Any

import sqlalchemy as sa
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from joserfc.jwk import RSAKey
from sqlalchemy.orm import scoped_session, sessionmaker
from werkzeug.routing import Rule

from idp.clock import Clock, utc_now
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.keys import ring
from idp.services import Services
from idp.store import db as store
from idp.store import upgrading
from idp.store.db import db, engine_options, prepare_engine
from tests.caller import Caller


def install(url: str) -> None:
    """Make every table and what an installation needs from its first moment."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    upgrading.upgrade(engine)
    session = scoped_session(sessionmaker(engine))
    settings = Settings(env="demo", database_url=url)
    Services(settings, session, utc_now, Passwords(ONLY_FOR_TESTS)).prepare_installation()
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


class _RememberedRsa:
    """RSA keys as joserfc imports them, each once for all tests: checking one takes longer than most tests do."""

    @staticmethod
    @cache
    def _import(text: str) -> RSAKey:
        return RSAKey.import_key(json.loads(text))

    @classmethod
    def import_key(cls, members: dict[str, Any]) -> RSAKey:
        return cls._import(json.dumps(members, sort_keys=True))


_compile_builder = Rule._compile_builder


def _compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
    """How werkzeug builds the address of a route, compiled once for all tests and not once for each application."""
    key = f"{rule.rule} {rule.endpoint} {rule.defaults}", append_unknown
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


_builders: dict[tuple[str, bool], Any] = {}
Rule._compile_builder = _compiled_once  # type: ignore[method-assign]


def _trusting_the_machine(connection: Any, entry: Any) -> None:
    # The tests kill processes, not the machine: what the system has been told is kept.
    _prepare_sqlite(connection, entry)
    connection.execute("PRAGMA synchronous = OFF")


_prepare_sqlite = store._prepare_sqlite
store._prepare_sqlite = _trusting_the_machine


def _with_one_dialect(bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
    # SQLAlchemy keeps what it compiled by dialect, and each engine brings one: every test compiled every statement
    # anew, and the statements of all of them stayed in memory.
    engine: sa.Engine = _make_engine(bind_key, options, app)
    first = _first_engines.get(engine.dialect.name)
    if first is None or not hasattr(first.dialect, "default_isolation_level"):  # it has never been connected
        _first_engines[engine.dialect.name] = engine
        return engine
    engine.dialect = engine.pool._dialect = first.dialect
    engine._compiled_cache = first._compiled_cache
    return engine


_first_engines: dict[str, sa.Engine] = {}
_make_engine = store.db._make_engine
store.db._make_engine = _with_one_dialect
ring._TYPES["RSA"] = _RememberedRsa  # type: ignore[assignment]


class _CompiledTemplates(BytecodeCache):
    """Templates compiled once for all tests and not once for each application: a third of a page's time."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key, bucket.checksum] = bucket.code


Flask.jinja_options = {"bytecode_cache": _CompiledTemplates()}


@contextmanager
def application(settings: Settings, clock: Clock = utc_now) -> Iterator[Flask]:
    """The application, with an app context for the test itself; passwords cost nothing."""
    from idp.app import create_app

    app = create_app(settings, clock=clock, passwords=Passwords(ONLY_FOR_TESTS))
    app.test_client_class = Caller
    app.config["ISSUER_FOR_TESTS"] = settings.issuer
    with app.app_context():
        yield app
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
