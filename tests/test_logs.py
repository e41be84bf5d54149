"""Log lines: one a record, whatever is in it, and never what an exception says."""

import io
import json
import logging
import logging.config
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from idp import logs
from tests.logbook import logbook

log = logging.getLogger("idp.something")


def _fail() -> None:
    raise ValueError("bốn con trâu")


def _fail_for_a_reason() -> None:
    try:
        _fail()
    except ValueError as cause:
        raise RuntimeError("qua sông Hậu") from cause


def test_a_record_of_logging_is_a_line_of_json():
    with logbook() as book:
        log.warning("%d notes were not written", 3)

    (line,) = book.lines
    assert {**line, "time": ""} == {
        "time": "",
        "level": "warning",
        "logger": "idp.something",
        "event": "3 notes were not written",
    }
    assert line["time"].endswith("Z")
    assert abs(datetime.fromisoformat(line["time"]) - datetime.now(UTC)) < timedelta(seconds=30)


def test_a_line_within_a_request_names_its_trace():
    token = logs.TRACE.set("4bf92f3577b34da6a3ce929d0e0e4736")
    try:
        with logbook() as book:
            log.info("seen")
    finally:
        logs.TRACE.reset(token)

    assert book.lines[0]["trace"] == "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.mark.parametrize("log_format", ["json", "text"])
@pytest.mark.parametrize("sign", ["\n", "\r", "\x1b[31m", "\x85", "\u2028", "\u202e", "\x00", "\x7f"])
def test_no_value_makes_a_line_of_its_own(log_format, sign):
    with logbook(log_format) as book:
        log.warning("typed: %s", f"a{sign}2026-01-01 INFO all is well")

    assert len(book.text.splitlines()) == 1
    assert book.text.rstrip("\n").isprintable()


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_an_exception_is_told_by_type_and_place_and_not_by_its_words(log_format):
    with logbook(log_format) as book:
        try:
            _fail_for_a_reason()
        except RuntimeError:
            log.exception("it failed")

    assert len(book.text.splitlines()) == 1
    assert "trâu" not in book.text
    assert "sông" not in book.text
    for told in ("builtins.RuntimeError", "builtins.ValueError", "tests/test_logs.py:", " _fail"):
        assert told in book.text


def test_what_caused_an_exception_is_told_after_it():
    with logbook() as book:
        try:
            _fail_for_a_reason()
        except RuntimeError:
            log.exception("it failed")

    outer, inner = book.lines[0]["exception"]
    assert (outer["type"], inner["type"]) == ("builtins.RuntimeError", "builtins.ValueError")
    assert inner["at"][-1].startswith("tests/test_logs.py:")
    assert inner["at"][-1].endswith(" _fail")


def test_a_place_names_no_folder_of_this_machine():
    with logbook() as book:
        try:
            json.loads("{")
        except ValueError:
            log.exception("it failed")

    (error,) = book.lines[0]["exception"]
    assert error["type"] == "json.decoder.JSONDecodeError"
    assert [place.partition(":")[0] for place in error["at"]][-1] == "json/decoder.py"


def test_text_is_for_people():
    stream = io.BytesIO()
    logs.request_writer("text", stream)(endpoint="protocol.token", status=200)

    line = stream.getvalue().decode()
    assert line.endswith("INFO idp.request request endpoint=protocol.token status=200\n")


def test_where_no_log_is_written_requests_cost_nothing():
    assert logs._write == []
    logs.note_request(endpoint="protocol.token")  # and nothing happens


def test_the_server_writes_its_records_like_ours(capfd):
    before = dict(logging.getLogger("_granian").__dict__)
    try:
        logging.config.dictConfig(
            {"version": 1, "disable_existing_loggers": False, **logs.granian_logs("json")}
        )
        logging.getLogger("_granian").error("a worker has ended\nFATAL all is lost")
    finally:
        logging.getLogger("_granian").__dict__.update(before)

    line = json.loads(capfd.readouterr().err)
    assert (line["logger"], line["event"]) == ("_granian", "a worker has ended\\x0aFATAL all is lost")


def test_the_log_loads_no_coloured_console():
    loaded = "import sys; from idp import logs; logs.formatter('json'); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert "'structlog'" in done.stdout
    assert "'rich'" not in done.stdout
