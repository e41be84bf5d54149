"""A process that serves requests holds what they need: what only commands and rare pages use is not even loaded."""

import json
import os
import subprocess
import sys

import psutil
import pytest

from tests.architecture.source import ROOT
from tests.servers import BIN, SERVE, free_ports, provider_settings, running

ONLY_ELSEWHERE = (
    "alembic",  # moves the tables: `idp db upgrade`
    "hypothesis",
    "idp.demonstration",  # `idp demo`
    "idp.registry.mock",  # a program of its own, unless IDP_POPULATION_URL says otherwise
    "mako",
    "opentelemetry",  # where IDP_TRACING_ENDPOINT is set
    "prometheus_client",  # where IDP_METRICS_TOKEN is set
    "pytest",
    "qrcode",  # when the first one is shown
    "redis",  # where IDP_REDIS_URL is set
    "rich",  # structlog would like it for a coloured console
    "requests",  # what the sample applications use
    "webauthn",  # when the first passkey is seen
    "zxcvbn",  # 12 MB of words: when the first password is set
)
DONE_WITHOUT = ("httpx2", "pydantic", "pydantic_settings")
"""Large libraries that could come back unnoticed, as something another one likes to have."""

OTHER_DATABASE = {"sqlite": "psycopg", "postgresql": "sqlite3"}

BUILD = """
import gc, json, sys
from idp.serving import application
app = application()
app.test_client().get("/readyz")
from idp.oauth import supported
written = [f for f in vars(supported).values() if hasattr(f, "__code__") and f.__annotations__]
print(json.dumps([sorted(sys.modules), gc.isenabled(), gc.get_freeze_count(), len(written)]))
"""


@pytest.fixture
def built(engine, tmp_path) -> tuple[list[str], bool, int, int]:
    told = provider_settings(
        "http://localhost:8000",
        engine.fresh(tmp_path),
        tmp_path,
        population_url="http://localhost:9",
        embedded_worker="false",
    )
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=ROOT,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return tuple(json.loads(done.stdout))


def test_a_server_process_loads_what_it_needs_and_no_more(built, engine):
    loaded = set(built[0])
    unwanted = {*ONLY_ELSEWHERE, *DONE_WITHOUT, OTHER_DATABASE[engine.name]}

    assert {"idp.app", "sqlalchemy", "flask"} <= loaded
    assert unwanted & loaded == set()


def test_what_is_loaded_is_not_searched_for_garbage_and_what_requests_make_is(built):
    _, searches, left_alone, _ = built

    assert searches
    assert left_alone > 100_000


def test_types_at_functions_are_forgotten(built):
    assert built[3] == 0


def test_a_server_process_carries_no_docstrings(engine, tmp_path):
    address = f"http://localhost:{free_ports(1)[0]}"
    told = provider_settings(address, engine.fresh(tmp_path), tmp_path, population_url="http://localhost:9")
    command, log = [BIN / "idp", "serve"], tmp_path / "provider.log"
    with running(command, address=address, log=log, environment=told, asks="/readyz") as server:
        process = psutil.Process(server.process.pid)

        assert process.cmdline()[1:] == SERVE[1:]
        assert process.children()
