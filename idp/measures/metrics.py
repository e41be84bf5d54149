"""What `/metrics` tells, row by row. `docs/observing.md` has the same table, and a test compares them."""

from dataclasses import dataclass
from typing import Literal

REQUEST_SECONDS = (0.005, 0.02, 0.1, 0.5, 2.5)
WAIT_SECONDS = (0.01, 0.1, 0.5, 2.0, 10.0)
REGISTER_SECONDS = (0.05, 0.2, 1.0, 3.0, 6.0)


@dataclass(frozen=True)
class Metric:
    """One row of what `/metrics` tells.

    Args:
        name: With its unit at the end, as Prometheus wants it; a counter's ends with `_total`.
        kind: Of Prometheus.
        help: One line.
        labels: By which it is told apart.
        buckets: Upper bounds of a histogram, in its unit.
        is_asked: Looked up when somebody asks, instead of being kept while serving.
    """

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    help: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()
    is_asked: bool = False


REQUESTS = Metric(
    "sen_requests_total",
    "counter",
    "Requests, by how they were answered: ok (below 400), refused (below 500), failed.",
    ("endpoint", "client_class", "outcome"),
)
REQUEST_TIME = Metric(
    "sen_request_seconds",
    "histogram",
    "How long requests took.",
    ("endpoint", "client_class"),
    REQUEST_SECONDS,
)
HASHING_WAIT = Metric(
    "sen_hashing_wait_seconds",
    "histogram",
    "How long passwords waited to be hashed.",
    buckets=WAIT_SECONDS,
)
HASHING_QUEUE = Metric("sen_hashing_queue", "gauge", "Passwords that wait to be hashed now.")
CONNECTIONS = Metric(
    "sen_database_connections", "gauge", "Connections to the database in use, when requests began."
)
POOL = Metric("sen_database_pool_size", "gauge", "Connections to the database that are kept open.")
REGISTER_TIME = Metric(
    "sen_register_seconds",
    "histogram",
    "How long the population register took, by what came of it.",
    ("outcome",),
    REGISTER_SECONDS,
)
DATABASE_UP = Metric(
    "sen_database_up", "gauge", "1 where the database answered this question, else 0.", is_asked=True
)
OUTBOX_WAITING = Metric(
    "sen_outbox_waiting", "gauge", "Entries of the outbox that wait.", ("kind",), is_asked=True
)
OUTBOX_OLDEST = Metric(
    "sen_outbox_oldest_seconds", "gauge", "Age of the oldest that waits.", ("kind",), is_asked=True
)
OUTBOX_GIVEN_UP = Metric(
    "sen_outbox_given_up", "gauge", "Entries that were given up and are kept.", ("kind",), is_asked=True
)
PULSES = Metric(
    "sen_register_pulses_total",
    "counter",
    "Answers to the worker's question a minute whether the register is there, in the running hour.",
    ("outcome",),
    is_asked=True,
)
KEY_AGE = Metric(
    "sen_signing_key_age_seconds",
    "gauge",
    "Since when the oldest signing key is what it is.",
    ("algorithm", "state"),
    is_asked=True,
)
KEY_ROTATION = Metric(
    "sen_signing_key_rotation_seconds", "gauge", "After how long keys are rotated by schedule.", is_asked=True
)
METRICS: tuple[Metric, ...] = (
    REQUESTS,
    REQUEST_TIME,
    HASHING_WAIT,
    HASHING_QUEUE,
    CONNECTIONS,
    POOL,
    REGISTER_TIME,
    DATABASE_UP,
    OUTBOX_WAITING,
    OUTBOX_OLDEST,
    OUTBOX_GIVEN_UP,
    PULSES,
    KEY_AGE,
    KEY_ROTATION,
)
"""Everything that is told."""
