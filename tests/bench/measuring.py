"""Measures one kind of request: CPU of the server's processes, latency, and memory."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psutil

from tests.servers import Server

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """What many requests of one kind cost."""

    name: str
    cpu_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


class Meter:
    """Looks at a server and everything it started."""

    def __init__(self, server: Server) -> None:
        self._root = psutil.Process(server.process.pid)

    def cpu_seconds(self) -> float:
        """User and system time its processes have used so far."""
        return sum(sum(process.cpu_times()[:2]) for process in self._processes())

    def largest_rss(self) -> float:
        """Resident memory of its largest process, in MiB: the one that serves."""
        return max(process.memory_info().rss for process in self._processes()) / MEBIBYTE

    def measure(self, name: str, clients: Sequence[Sequence[Callable[[], object]]]) -> Measured:
        """Send requests from several clients at once, each waiting for its answers.

        Args:
            name: What is measured.
            clients: For each client, the requests it sends one after another; a request raises when its
                answer is not the expected one.
        """
        before = self.cpu_seconds()
        took = _in_parallel(clients)
        cpu = self.cpu_seconds() - before
        cuts = statistics.quantiles(took, n=100, method="inclusive")
        return Measured(name, cpu * 1000 / len(took), cuts[49], cuts[94], cuts[98])

    def _processes(self) -> list[psutil.Process]:
        return [self._root, *self._root.children(recursive=True)]


def _in_parallel(clients: Sequence[Sequence[Callable[[], object]]]) -> list[float]:
    took: list[float] = []
    failures: list[Exception] = []

    def work(requests: Sequence[Callable[[], object]]) -> None:
        for request in requests:
            began = time.perf_counter()
            try:
                request()
            except Exception as failure:  # noqa: BLE001  it is raised again in the main thread
                failures.append(failure)
            if failures:
                return
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=work, args=(requests,)) for requests in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return took
