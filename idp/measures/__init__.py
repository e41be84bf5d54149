"""What is measured while serving, for Prometheus. Nothing is, and nothing is loaded, until `begin` was called.

Several processes of one server write into one folder (prometheus-client's multi-process mode); whichever is asked
adds them up. Labels take few values: routes, kinds of applications, outcomes; never whoever is behind a request.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from idp.measures.metrics import (
    CONNECTIONS,
    HASHING_QUEUE,
    HASHING_WAIT,
    METRICS,
    POOL,
    REGISTER_TIME,
    REQUEST_TIME,
    REQUESTS,
    Metric,
)

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric as Family

Sample = tuple[Metric, tuple[str, ...], float]
"""A metric, the values of its labels, and its own."""

_instruments: dict[str, Any] = {}
_of_requests: dict[tuple[str, str, str], tuple[Any, Any]] = {}
"""What a request moves, by its labels: looking them up costs as much as moving them."""
_connections: list[tuple[int, int]] = []
"""What was noted last: it seldom changes."""
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


def make_room(folder: Path) -> None:
    """Make an empty folder for what the processes of one server measure. Called before they start.

    Args:
        folder: Where.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for kind in ("counter", "gauge", "histogram"):
        for left_over in folder.glob(f"{kind}_*.db"):
            left_over.unlink(missing_ok=True)


def begin(folder: Path) -> None:
    """Measure from now on.

    Args:
        folder: Shared with the other processes of this server.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[_FOLDER] = str(folder)
    from prometheus_client import Counter, Gauge, Histogram, values  # noqa: PLC0415  only a server that is asked pays

    # The library looks for the folder when it is loaded; this says the same, whenever that was.
    values.ValueClass = values.MultiProcessValue()  # type: ignore[no-untyped-call]  # the library's has none
    for each in METRICS:
        if each.is_asked:
            continue
        given: dict[str, Any] = {"labelnames": each.labels, "registry": None}
        match each.kind:
            case "counter":
                _instruments[each.name] = Counter(each.name, each.help, **given)
            case "histogram":
                _instruments[each.name] = Histogram(each.name, each.help, buckets=each.buckets, **given)
            case "gauge":
                _instruments[each.name] = Gauge(each.name, each.help, multiprocess_mode="livesum", **given)


def is_measuring() -> bool:
    """Whether `begin` was called."""
    return bool(_instruments)


def end() -> None:
    """Measure no longer; what was measured stays in the folder."""
    from prometheus_client.values import close_all_multiprocess_files  # noqa: PLC0415  only a server that is asked pays

    for each in (_instruments, _of_requests, _connections):
        each.clear()
    close_all_multiprocess_files()  # type: ignore[no-untyped-call]  # the library's has none


def request_answered(endpoint: str, client_class: str, status: int, seconds: float) -> None:
    """Note one request.

    Args:
        endpoint: Its route's name.
        client_class: The kind of application it came from; see `docs/observing.md`.
        status: Of the answer.
        seconds: How long it took.
    """
    if not _instruments:
        return
    key = endpoint, client_class, "ok" if status < 400 else "refused" if status < 500 else "failed"
    found = _of_requests.get(key)
    if found is None:
        counter, histogram = _instruments[REQUESTS.name], _instruments[REQUEST_TIME.name]
        found = _of_requests[key] = counter.labels(*key), histogram.labels(endpoint, client_class)
    found[0].inc()
    found[1].observe(seconds)


def hashing_waited(seconds: float) -> None:
    """Note how long one password waited to be hashed.

    Args:
        seconds: From the wish to the begin of the work.
    """
    if _instruments:
        _instruments[HASHING_WAIT.name].observe(seconds)


def hashing_queue(waiting: int) -> None:
    """Note how many passwords of this process wait to be hashed now.

    Args:
        waiting: How many.
    """
    if _instruments:
        _instruments[HASHING_QUEUE.name].set(waiting)


def connections(in_use: int, kept: int) -> None:
    """Note how this process uses the database's connections.

    Args:
        in_use: How many are in use now.
        kept: How many are kept open.
    """
    now = in_use, kept
    if _instruments and _connections != [now]:
        _connections[:] = [now]
        _instruments[CONNECTIONS.name].set(in_use)
        _instruments[POOL.name].set(kept)


@contextmanager
def register_asked() -> Iterator[Callable[[str], None]]:
    """Measure one question to the population register; what it gives is told what came of it."""
    began = perf_counter()
    outcome = ["failed"]
    try:
        yield lambda told: outcome.__setitem__(0, told)
    finally:
        if _instruments:
            _instruments[REGISTER_TIME.name].labels(outcome[0]).observe(perf_counter() - began)


def exposition(asked: Iterable[Sample]) -> tuple[bytes, str]:
    """Everything measured by all processes of this server, as Prometheus reads it, and its content type.

    Args:
        asked: What was looked up for this answer.
    """
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415  only a server that is asked pays
    from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4  # noqa: PLC0415  only a server that is asked pays
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415  only a server that is asked pays

    folder = Path(os.environ[_FOLDER])
    _forget_the_dead(folder)
    registry = CollectorRegistry(auto_describe=False)
    MultiProcessCollector(registry, path=str(folder))  # type: ignore[no-untyped-call]  # the library's has none
    registry.register(_Asked(list(asked)))
    return generate_latest(registry), CONTENT_TYPE_PLAIN_0_0_4


class _Asked:
    """What was looked up, as the library collects it."""

    def __init__(self, samples: list[Sample]) -> None:
        self._samples = samples

    def collect(self) -> Iterator["Family"]:
        from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415  only a server that is asked pays

        for metric in METRICS:
            if not metric.is_asked:
                continue
            kind = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
            family = kind(metric.name, metric.help, labels=metric.labels)
            for of, labels, value in self._samples:
                if of is metric:
                    family.add_metric(labels, value)
            yield family


def _forget_the_dead(folder: Path) -> None:
    """Drop the gauges of processes that have ended: what they held, nobody holds now. Their counts stay."""
    for file in folder.glob("gauge_live*_*.db"):
        number = file.stem.rpartition("_")[2]
        if number.isdecimal() and not _is_alive(int(number)):
            file.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    with suppress(PermissionError):  # it is there, and somebody else's
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
