"""What is measured: nothing until asked for, added up over processes, with labels of few values."""

import os
import subprocess
import sys

import pytest

from idp import measures
from idp.measures import metrics
from idp.measures.metrics import METRICS


@pytest.fixture
def measuring(tmp_path):
    measures.begin(tmp_path / "metrics")
    yield tmp_path / "metrics"
    measures.end()


def told(asked=()) -> dict[str, float]:
    """Every sample by its name and labels."""
    text = measures.exposition(asked)[0].decode()
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_nothing_is_measured_unless_asked_for():
    assert not measures.is_measuring()
    measures.request_answered("protocol.token", "plain", 200, 0.1)
    measures.hashing_waited(0.1)
    measures.hashing_queue(3)
    measures.connections(1, 5)
    with measures.register_asked() as came_of_it:
        came_of_it("answered")
    assert not measures.is_measuring()


def test_the_library_is_not_even_loaded_for_it():
    loaded = "import sys; from idp import measures; measures.hashing_waited(1.0); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert "prometheus_client" not in done.stdout.split()


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "ok"), (303, "ok"), (400, "refused"), (429, "refused"), (500, "failed"), (503, "failed")],
)
def test_a_request_is_counted_by_how_it_was_answered(measuring, status, outcome):
    measures.request_answered("protocol.token", "fapi2", status, 0.07)

    found = told()
    labels = '{client_class="fapi2",endpoint="protocol.token"'
    assert found[f'sen_requests_total{labels},outcome="{outcome}"}}'] == 1
    assert found[f'sen_request_seconds_bucket{labels},le="0.02"}}'] == 0
    assert found[f'sen_request_seconds_bucket{labels},le="0.1"}}'] == 1
    assert found[f"sen_request_seconds_sum{labels}}}"] == 0.07


def test_what_others_measure_for_us_is_told(measuring):
    measures.hashing_waited(0.2)
    measures.hashing_queue(7)
    measures.connections(3, 8)
    with measures.register_asked() as came_of_it:
        came_of_it("silent")
    with pytest.raises(ZeroDivisionError), measures.register_asked():
        raise ZeroDivisionError

    found = told()
    assert found["sen_hashing_wait_seconds_sum"] == 0.2
    assert found["sen_hashing_queue"] == 7
    assert (found["sen_database_connections"], found["sen_database_pool_size"]) == (3, 8)
    assert found['sen_register_seconds_count{outcome="silent"}'] == 1
    assert found['sen_register_seconds_count{outcome="failed"}'] == 1


def test_processes_are_added_up_and_what_one_held_is_forgotten_when_it_has_ended(measuring):
    measures.hashing_queue(2)
    measures.request_answered("protocol.token", "plain", 200, 0.01)
    other = (
        "import sys, pathlib; from idp import measures; measures.begin(pathlib.Path(sys.argv[1]));"
        "measures.hashing_queue(40); measures.request_answered('protocol.token', 'plain', 200, 0.01)"
    )
    subprocess.run([sys.executable, "-c", other, str(measuring)], check=True)
    assert len(list(measuring.glob("gauge_livesum_*.db"))) == 2

    found = told()
    name = 'sen_requests_total{client_class="plain",endpoint="protocol.token",outcome="ok"}'
    assert found[name] == 2
    assert found["sen_hashing_queue"] == 2


def test_another_process_that_lives_counts(measuring):
    measures.hashing_queue(2)
    mine = measuring / f"gauge_livesum_{os.getpid()}.db"
    (measuring / f"gauge_livesum_{os.getppid()}.db").write_bytes(mine.read_bytes())

    assert told()["sen_hashing_queue"] == 4


def test_a_server_begins_at_nothing(measuring):
    measures.request_answered("protocol.token", "plain", 200, 0.01)
    kept = measuring / "sen.db"
    kept.touch()

    measures.make_room(measuring)
    measures.make_room(measuring / "deeper" / "8000")

    assert [file for file in measuring.iterdir() if file.is_file()] == [kept]
    assert (measuring / "deeper" / "8000").is_dir()


def test_what_is_looked_up_stands_beside_it(measuring):
    found = told([(metrics.OUTBOX_WAITING, ("mail",), 3), (metrics.PULSES, ("silent",), 1)])

    assert found['sen_outbox_waiting{kind="mail"}'] == 3
    assert found['sen_register_pulses_total{outcome="silent"}'] == 1


def test_names_are_as_prometheus_wants_them():
    names = [each.name for each in METRICS]

    assert len(set(names)) == len(names)
    for each in METRICS:
        assert each.name.startswith("sen_")
        assert each.name.endswith("_total") == (each.kind == "counter"), each.name
        assert each.kind != "histogram" or each.name.endswith("_seconds"), each.name
        assert bool(each.buckets) == (each.kind == "histogram"), each.name
        assert each.help.endswith("."), each.name
