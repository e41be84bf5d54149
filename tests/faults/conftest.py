"""A PostgreSQL that may be broken, for the faults of every day."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster


@pytest.fixture
def cluster() -> Iterator[Callable[[], Cluster]]:
    """Starts one at the first call. Not in `tmp_path`, where PostgreSQL's own account may not go."""
    started: list[Cluster] = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:

        def start() -> Cluster:
            if not started:
                Path(folder).chmod(0o755)
                started.append(Cluster(Path(folder)))
            return started[0]

        yield start
        for each in started:
            each.close()
