"""Spans: made by the libraries that instrument Flask and SQLAlchemy, and sent without what they note of people.

Addresses, queries, user agents, statements, the texts of exceptions: only attributes on a short list leave.
"""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, request
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.flask import FlaskInstrumentor
from opentelemetry.instrumentation.sqlalchemy import SQLAlchemyInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status, format_span_id, format_trace_id, get_current_span

from idp.store.db import db

SERVICE = "sen-id"
KEPT = frozenset(
    {
        "http.method",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "http.status_code",
        "db.operation.name",
        "db.system",
        "db.system.name",
    }
)
"""Attributes of spans that leave. A statement's text does not: its first word is the span's name already."""


def sender_to(endpoint: str) -> SpanExporter:
    """What sends spans, OTLP over HTTP. Headers and time limits are read from the `OTEL_EXPORTER_OTLP_…` variables.

    Args:
        endpoint: Where to.
    """
    return OTLPSpanExporter(endpoint=endpoint)


def trace(app: Flask, exporter: SpanExporter) -> TracerProvider:
    """Trace an application, and give the spans to an exporter, without what does not leave.

    Args:
        app: The application; its database is set up.
        exporter: Sends them.
    """
    name = os.environ.get("OTEL_SERVICE_NAME", SERVICE)
    tracers = TracerProvider(resource=Resource.create({"service.name": name}))
    tracers.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
    FlaskInstrumentor().instrument_app(app, tracer_provider=tracers)  # type: ignore[no-untyped-call]  # the library's has none
    app.before_request(_tell_the_log)
    with app.app_context():
        # Its own check stops at SQLAlchemy 2.0, in the log and nowhere else; the tests say that it works with ours.
        SQLAlchemyInstrumentor().instrument(engine=db.engine, tracer_provider=tracers, skip_dep_check=True)
    return tracers


class Discreet(SpanExporter):
    """An exporter that passes on what is on the list, and nothing else."""

    def __init__(self, inner: SpanExporter) -> None:
        self._inner = inner

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """See the library."""
        return self._inner.export([_without_values(span) for span in spans])

    def shutdown(self) -> None:
        """See the library."""
        self._inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """See the library."""
        return self._inner.force_flush(timeout_millis)


def _tell_the_log() -> None:
    """Let the line in the log name the trace that the span is in."""
    span = get_current_span().get_span_context()
    if span.is_valid:
        ids = format_trace_id(span.trace_id), format_span_id(span.span_id)
        request.environ["HTTP_TRACEPARENT"] = f"00-{ids[0]}-{ids[1]}-{span.trace_flags:02x}"


def _without_values(span: ReadableSpan) -> ReadableSpan:
    given: Mapping[str, Any] = span.attributes or {}
    return ReadableSpan(
        name=_name(span.name, given),
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes={name: value for name, value in given.items() if name in KEPT},
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


def _name(name: str, attributes: Mapping[str, Any]) -> str:
    """The first word, and the route: where there was no route the library would name the path."""
    first = name.partition(" ")[0]
    route = attributes.get("http.route")
    return f"{first} {route}" if route else first
