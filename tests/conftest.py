"""Fixtures every test may ask for. Time stands still, both databases are real, nothing leaves the machine."""

import gc
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page

from idp.config import Settings
from idp.store.db import db
from tests.browsers import chromium, somebody
from tests.caller import Caller
from tests.compiling import compile_a_part
from tests.engines import ENGINES, PostgresqlEngine, SqliteEngine, workshop
from tests.installation import application
from tests.moments import MovingClock
from tests.scheduling import PieceByPiece, rank
from tests.secrecy import PersonalValues, watched_audit_log
from tests.statements import Statements

ISSUER = "https://id.anlien.example"
_engines: dict[str, SqliteEngine | PostgresqlEngine] = {}
_finished = count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=[*ENGINES, "both"], default="both", help="which database the tests use"
    )
    parser.addoption(
        "--every-value", action="store_true", help="send every hostile value to every route, not by turns"
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = [mark.args[0] for mark in metafunc.definition.iter_markers("parametrize")]
    own = {name for names in marks for name in ([names] if isinstance(names, str) else names)}
    if "engine" in metafunc.fixturenames and "engine" not in own:
        chosen = metafunc.config.getoption("--engine")
        metafunc.parametrize("engine", [name for name in ENGINES if chosen in (name, "both")], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> PieceByPiece:
    return PieceByPiece(config, log)


def pytest_sessionstart(session: pytest.Session) -> None:
    compile_a_part(session.config)


def pytest_collection_finish() -> None:
    # Ten thousand collected tests live to the end: looking through them again and again takes longer than many tests.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)


def pytest_runtest_logfinish() -> None:
    # An application is a ring of references: with thresholds this high, hundreds of them would wait to be found.
    if next(_finished) % 100 == 0:
        gc.collect()


def pytest_sessionfinish() -> None:
    for engine in _engines.values():
        if isinstance(engine, PostgresqlEngine):
            engine.close()


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("IDP_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> SqliteEngine | PostgresqlEngine:
    """One of the two databases; a test that asks for it, or for `app`, runs on both."""
    if request.param not in _engines:
        _engines[request.param] = ENGINES[request.param](workshop())
    return _engines[request.param]


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def settings(engine: SqliteEngine | PostgresqlEngine, tmp_path: Path) -> Settings:
    """The settings of `app`; a test module that needs others overrides this fixture with `changed`."""
    return Settings(
        env="demo",
        issuer=ISSUER,
        data_dir=tmp_path,
        database_url=engine.fresh(tmp_path),
        population_url="in-process:tiny",
    )


@pytest.fixture
def app(settings: Settings, clock: MovingClock) -> Iterator[Flask]:
    """The application on an empty, migrated database, with an app context for the test itself."""
    with application(settings, clock) as built:
        yield built


@pytest.fixture
def client(app: Flask) -> Caller:
    """A browser without script. See `tests/caller.py`."""
    caller = app.test_client()
    assert isinstance(caller, Caller)
    return caller


@pytest.fixture
def statements(app: Flask) -> Statements:
    """Counts SQL statements: `with statements.counted(): ...` and then `len(statements)`."""
    return Statements(db.engine)


@pytest.fixture
def personal() -> PersonalValues:
    """What no audit event of this test may contain; builders of citizens add to it."""
    return PersonalValues.of_this_test()


@pytest.fixture(autouse=True)
def _audit_guard(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with watched_audit_log(monkeypatch):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. See `tests/browsers.py` for pages of it."""
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A citizen's browser: Vietnamese, at a desk, with script."""
    with somebody(browser) as citizen:
        yield citizen
