"""`idp/registry/mock/cli.py`: startable alone, and clear about what goes wrong."""

import csv
import json
import os
import socket
import subprocess
import sys
from threading import Thread

import pytest
import requests

from idp.registry.mock import cli
from tests.architecture.source import ROOT
from tests.waiting import until


def test_generate_writes_a_file(tmp_path):
    out = tmp_path / "people.csv"

    assert cli.main(["generate", "--size", "tiny", "--out", str(out)]) == 0
    with out.open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) == 35


def test_generate_speaks_to_the_next_program(capsys):
    assert cli.main(["generate", "--size", "tiny", "--format", "ndjson"]) == 0

    people = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert people[0]["so_dinh_danh"] == "098172000101"


def test_a_taken_port_is_one_sentence(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli.main(["serve", "--size", "tiny", "--port", str(port)]) == 1

    said = capsys.readouterr().err
    assert str(port) in said
    assert said.count("\n") == 1


def test_a_server_answers_with_the_key_it_was_given():
    server = cli.server("127.0.0.1", 0, size="tiny", consumer_key="our own")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    address = f"http://127.0.0.1:{server.port}/v1/danh-muc/quan-he?request_id=request-00000001"
    answers = [
        requests.get(address, headers={"Authorization": f"Bearer {key}"}, timeout=10).status_code
        for key in ("our own", "x")
    ]
    server.shutdown()
    thread.join()
    server.server_close()

    assert answers == [200, 401]


def test_the_program_starts_alone_and_ends_when_told(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "idp.registry.mock", "serve", "--size", "demo", "--port", str(port)]
    program = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
    try:
        assert "http://127.0.0.1" in program.stdout.readline()
        page = until(lambda: requests.get(f"http://127.0.0.1:{port}/", timeout=10).text)
    finally:
        program.terminate()
        program.communicate(timeout=10)

    assert "5.000" in page


def test_an_unknown_size_is_refused():
    with pytest.raises(SystemExit):
        cli.main(["generate", "--size", "huge"])
