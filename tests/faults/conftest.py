"""A PostgreSQL that may be broken, for the faults of every day."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import Cluster


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Callable[[], Cluster]]:
    """Starts one at the first call."""
    started: list[Cluster] = []

    def start() -> Cluster:
        if not started:
            for folder in (tmp_path, *tmp_path.parents[:3]):
                folder.chmod(folder.stat().st_mode | 0o055)  # PostgreSQL's own account has to get there
            started.append(Cluster(tmp_path))
        return started[0]

    yield start
    for each in started:
        each.close()
