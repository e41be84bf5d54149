"""A real server of two processes: everything it writes is JSON, and its metrics add up."""

import json
from collections.abc import Iterator

import pytest
import requests

from tests.engines import ENGINES, workshop
from tests.servers import Server, idp, provider

TOKEN = "a-token-of-the-tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
COUNTED = 'sen_requests_total{client_class="none",endpoint="health.alive",outcome="ok"}'
SENTENCE = "IDP_METRICS_TOKEN: nothing can be measured in"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("observed")
    url = ENGINES["sqlite"](workshop()).fresh(folder)
    with provider(url, folder, workers="2", log_format="json", metrics_token=TOKEN) as running:
        yield running


def counted(server: Server) -> float:
    answer = requests.get(f"{server.address}/metrics", headers=BEARER, timeout=10)
    assert answer.status_code == 200
    found = [line for line in answer.text.splitlines() if line.startswith(COUNTED)]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


def test_two_processes_count_together(server):
    before = counted(server)
    for _ in range(20):
        requests.get(f"{server.address}/healthz", timeout=10)
    assert counted(server) - before == 20


def test_everything_it_writes_is_json(server):
    requests.get(f"{server.address}/healthz?secret=canary-of-the-address", timeout=10)
    requests.get(f"{server.address}/canary-of-the-address", timeout=10)

    text = server.log.read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert {line["endpoint"] for line in lines if line["logger"] == "idp.request"} >= {"health.alive", "none"}
    assert "canary" not in text
    assert all({"time", "level", "logger", "event"} <= set(line) for line in lines)


def test_without_the_token_there_is_no_such_page(server):
    assert requests.get(f"{server.address}/metrics", timeout=10).status_code == 404


def test_what_cannot_be_measured_is_told_in_one_sentence(tmp_path):
    (tmp_path / "metrics").write_text("in the way")
    given = {"IDP_ENV": "demo", "IDP_DATA_DIR": str(tmp_path), "IDP_METRICS_TOKEN": TOKEN}

    with pytest.raises(AssertionError, match=SENTENCE) as refused:
        idp("serve", environment=given)

    assert "Traceback" not in str(refused.value)
