"""A real provider on either database, with a client and a citizen who is signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.engines import PostgresqlEngine, SqliteEngine
from tests.races.stage import Stage

Engine = SqliteEngine | PostgresqlEngine


@pytest.fixture(scope="package")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Engine], Stage]]:
    """A stage for each engine, which all races play on one after the other: starting servers takes longest."""
    with ExitStack() as running:
        prepared: dict[str, Stage] = {}

        def on(engine: Engine) -> Stage:
            if engine.name not in prepared:
                folder = tmp_path_factory.mktemp(engine.name)
                url = (
                    engine.another("races") if isinstance(engine, PostgresqlEngine) else engine.fresh(folder)
                )
                prepared[engine.name] = running.enter_context(Stage(url, folder))
            return prepared[engine.name]

        yield on


@pytest.fixture
def stage(engine: Engine, stages: Callable[[Engine], Stage]) -> Stage:
    """The stage of all races, with a citizen of this test's own; what others left there does not matter."""
    shared = stages(engine)
    shared.welcome_somebody()
    return shared


@pytest.fixture
def own_stage(engine: Engine, tmp_path: Path) -> Iterator[Stage]:
    """A stage for one test, which may kill it."""
    with Stage(engine.fresh(tmp_path), tmp_path) as prepared:
        yield prepared
