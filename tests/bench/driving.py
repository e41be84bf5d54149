"""The closed loop: each client sends its next request when the answer to the last one is there, for some time."""

import statistics
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tests.bench.processes import Processes

_SWITCH = 0.0005
"""Threads of this side hand over quickly: else a quick answer waits for another thread's turn to end."""


@dataclass(frozen=True)
class Cell:
    """What one thing costs at one provider.

    Args:
        per_second: How many were done in a second.
        cpu_ms: CPU of the provider's processes, each.
        database_ms: CPU of its database's processes, each.
        p50_ms: The usual time to an answer.
        p95_ms: The time that one of twenty exceeds.
        p99_ms: The time that one of a hundred exceeds.
        driver_ms: CPU of this side, each.
        count: How many were done.
    """

    per_second: float
    cpu_ms: float
    database_ms: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    driver_ms: float
    count: int

    @property
    def all_ms(self) -> float:
        """With the database."""
        return self.cpu_ms + self.database_ms

    def as_json(self) -> dict[str, Any]:
        """To be kept, to a ten-thousandth of a millisecond."""
        return {name: round(figure, 4) for name, figure in asdict(self).items()}


def measure(
    work: Sequence[Callable[[], object]],
    processes: Processes,
    database: Processes,
    seconds: float,
    least: int = 0,
) -> Cell:
    """Let clients work side by side.

    Args:
        work: What each client does again and again; it raises when an answer is not the expected one.
        processes: Whose CPU is counted.
        database: The same for the database.
        seconds: How long; what was begun is finished.
        least: How many to do however long it takes.
    """
    before = processes.cpu_seconds(), database.cpu_seconds(), time.process_time(), time.perf_counter()
    took = in_parallel(work, seconds, least)
    after = processes.cpu_seconds(), database.cpu_seconds(), time.process_time(), time.perf_counter()
    own, stored, driver, passed = (end - begin for begin, end in zip(before, after, strict=True))
    p50, p95, p99 = percentiles(took)
    each = 1000 / len(took)
    return Cell(len(took) / passed, own * each, stored * each, p50, p95, p99, driver * each, len(took))


def in_parallel(work: Sequence[Callable[[], object]], seconds: float, least: int = 0) -> list[float]:
    """The milliseconds of everything that several threads did, each once at least, together `least` times.

    Raises:
        Exception: What the first of them raised; the others stop.
    """
    took: list[float] = []
    failures: list[BaseException] = []
    end = time.perf_counter() + seconds

    def again_and_again(do: Callable[[], object]) -> None:
        while not failures:
            began = time.perf_counter()
            try:
                do()
            except BaseException as failure:  # noqa: BLE001  it is raised again in the main thread
                failures.append(failure)
                return
            now = time.perf_counter()
            took.append((now - began) * 1000)
            if now > end and len(took) >= least:
                return

    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    threads = [threading.Thread(target=again_and_again, args=(do,), daemon=True) for do in work]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    if failures:
        raise failures[0]
    return took


def percentiles(took: Sequence[float]) -> tuple[float, float, float]:
    """The 50th, 95th and 99th."""
    cuts = statistics.quantiles(took, n=100, method="inclusive") if len(took) > 1 else [*took] * 99
    return cuts[49], cuts[94], cuts[98]


def middle(cells: Sequence[Cell]) -> Cell:
    """The median of several rounds, figure by figure; the counts are added."""
    figures = {
        name: statistics.median(getattr(cell, name) for cell in cells)
        for name in Cell.__dataclass_fields__
        if name != "count"
    }
    return Cell(**figures, count=sum(cell.count for cell in cells))
