"""A real provider on either database, with a client and a citizen who is signed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engines import PostgresqlEngine, SqliteEngine
from tests.races.stage import Stage


@pytest.fixture
def stage(engine: SqliteEngine | PostgresqlEngine, tmp_path: Path) -> Iterator[Stage]:
    with Stage(engine.fresh(tmp_path), tmp_path) as prepared:
        yield prepared
