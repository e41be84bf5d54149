"""A worker and what it carries for."""

import pytest

from idp.outbound.worker import Worker
from tests.outbound.carrier import Recording, a_worker


@pytest.fixture
def deliverer() -> Recording:
    return Recording()


@pytest.fixture
def worker(app, deliverer: Recording) -> Worker:
    return a_worker(app, {"note": deliverer})
