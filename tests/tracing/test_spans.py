"""Traces: what the libraries note of requests and statements, without what they note of people."""

import pytest
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind

import idp.tracing
from idp.config import Settings
from idp.tracing import spans
from idp.variables import ConfigurationError
from tests.installation import application, changed
from tests.logbook import logbook

SECRET = "bi-mat-cua-toi"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def traced(settings, clock, exporter, monkeypatch):
    monkeypatch.setattr(spans, "sender_to", lambda _endpoint: exporter)
    made, trace = [], spans.trace
    monkeypatch.setattr(spans, "trace", lambda *given: made.append(trace(*given)))
    wanted = changed(
        settings, tracing_endpoint="http://localhost:4318/v1/traces", trusted_proxies="10.0.0.0/8"
    )
    with application(wanted, clock) as app:
        yield app.test_client(), lambda: made[0].force_flush() and exporter.get_finished_spans()
    made[0].shutdown()
    SQLAlchemyInstrumentor().uninstrument()


def test_a_request_and_its_statements_are_spans_of_one_trace(traced):
    client, finished = traced
    client.get("/readyz")

    found = finished()
    (server,) = [span for span in found if span.kind is SpanKind.SERVER]
    inner = [span for span in found if span.kind is SpanKind.CLIENT]
    assert server.name == "GET /readyz"
    assert server.attributes["http.route"] == "/readyz"
    assert {span.name.split()[0] for span in inner} >= {"SELECT"}
    assert {span.context.trace_id for span in found} == {server.context.trace_id}


def test_what_came_from_outside_does_not_leave(traced):
    client, finished = traced
    client.get(f"/sign-in?login={SECRET}", headers={"User-Agent": SECRET, "Cookie": f"x={SECRET}"})
    client.get(f"/{SECRET}/page?x={SECRET}", headers={"Referer": f"https://{SECRET}/"})
    client.post("/oauth/token", data={"client_id": SECRET, "client_secret": SECRET, "grant_type": SECRET})
    client.get(f"/oauth/authorize/{SECRET}")

    found = finished()
    text = "".join(span.to_json() for span in found)
    assert len([span for span in found if span.kind is SpanKind.SERVER]) == 4
    assert SECRET not in text
    assert {name for span in found for name in span.attributes} <= spans.KEPT
    assert not [span for span in found if span.events or span.status.description]


def test_the_words_of_an_exception_do_not_leave(traced, monkeypatch):
    client, finished = traced

    def fail():
        raise ValueError(SECRET)

    monkeypatch.setattr("idp.web.home.settings", fail)
    assert client.get("/help").status_code == 500

    (server,) = [span for span in finished() if span.kind is SpanKind.SERVER]
    assert SECRET not in server.to_json()


@pytest.mark.parametrize(("peer", "is_believed"), [("10.1.2.3", True), ("203.0.113.5", False)])
def test_the_line_in_the_log_names_the_same_trace(traced, peer, is_believed):
    client, finished = traced
    told = "4bf92f3577b34da6a3ce929d0e0e4736"
    headers = {"traceparent": f"00-{told}-00f067aa0ba902b7-01"}
    with logbook() as book:
        client.get("/healthz", headers=headers, environ_base={"REMOTE_ADDR": peer})

    (span,) = finished()
    assert book.requests()[0]["trace"] == f"{span.context.trace_id:032x}"
    assert (book.requests()[0]["trace"] == told) is is_believed


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setattr(idp.tracing, "find_spec", lambda _name: None)

    with pytest.raises(ConfigurationError, match=r"pip install '\.\[tracing\]'\.$"):
        idp.tracing.check_installed()


@pytest.mark.parametrize("address", ["localhost:4318", "ftp://x", "http://", "http://x?y", "http://x#y"])
def test_where_to_send_traces_is_an_address(address):
    with pytest.raises(ConfigurationError, match=r"^IDP_TRACING_ENDPOINT: must be an http"):
        Settings(env="demo", tracing_endpoint=address)
