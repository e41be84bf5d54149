"""The whole demo as `./run` starts it, once per test process, on free ports and an empty data folder."""

import os
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from deploy.demo import PROGRAMS
from tests.browsers import somebody
from tests.journeys.demonstration import Demonstration
from tests.servers import free_ports, running

PROFILES = {
    "in Vietnamese": {},
    "in English": {"language": "en-GB"},
    "on a phone": {"phone": True},
    "without script": {"script": False},
}
"""Who travels: every journey is told once by each."""


@pytest.fixture(params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def traveller(browser: Browser, profile: str) -> Iterator[Page]:
    """A citizen's browser."""
    with somebody(browser, **PROFILES[profile]) as page:
        yield page


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demonstration]:
    folder = tmp_path_factory.mktemp("demo")
    ports = dict(zip([program.variable for program in PROGRAMS], free_ports(len(PROGRAMS)), strict=True))
    environment = {
        "IDP_DATA_DIR": str(folder),
        "IDP_ENV": "demo",
        **{variable: str(port) for variable, port in ports.items()},
    }
    outside = {name: value for name, value in os.environ.items() if name.startswith("IDP_")}
    assert not outside, f"the tests choose their own settings: {outside}"
    with running(
        [sys.executable, "-m", "deploy.demo"],
        address=f"http://localhost:{ports['IDP_PORT']}",
        log=folder / "demo.log",
        environment=environment,
        asks="/readyz",
        seconds=120,
    ) as server:
        yield Demonstration(server, folder, environment)
