"""A storm of sign-ins beside the usual requests: how many get in, and whether the others notice."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.bench.driving import in_parallel, percentiles
from tests.bench.hashing import ceiling
from tests.bench.ours import Stores, serving
from tests.bench.pace import REFRESH, Task, Visitor
from tests.bench.processes import mebibytes
from tests.bench.rows import warm
from tests.bench.targets import CLIENTS, Actor, Target
from tests.builders import CLIENT_SECRET
from tests.servers import BIN

STORMING = 24
PER_SECOND = 150
"""Of all kinds of `pace` together."""
CONNECTIONS = 10
"""Two for each kind."""
WORKERS = 2


@dataclass
class Storm:
    """What a storm did.

    Args:
        ceiling_per_second: Passwords this machine verifies when it does nothing else.
        hash_ms: CPU of one of them.
        sign_ins_per_second: Completed sign-ins, from the first page to the code.
        sign_in_ms: The 50th, 95th and 99th percentile of one, all its pages together.
        longest_answer_ms: The longest anybody waited for one answer.
        told_to_wait: How often somebody was told to come again.
        quiet_ms: Percentiles of refreshes when nobody signs in.
        storm_ms: The same in the storm.
        beside: The 99th percentile of each kind of request when nobody signs in, and in the storm.
        token_errors: Requests beside it that failed, in the storm.
        rss_mib: Resident memory of all processes at the end, with the one that watches over them.
        workers_mib: The same without it.
        quiet_cores: How many cores the provider, its database and those who ask used when nobody signed in.
        storm_cores: The same in the storm.
    """

    ceiling_per_second: float
    hash_ms: float
    sign_ins_per_second: float = 0.0
    sign_in_ms: tuple[float, float, float] = (0.0, 0.0, 0.0)
    longest_answer_ms: float = 0.0
    told_to_wait: int = 0
    quiet_ms: tuple[float, float, float] = (0.0, 0.0, 0.0)
    storm_ms: tuple[float, float, float] = (0.0, 0.0, 0.0)
    beside: dict[str, tuple[float, float]] = field(default_factory=dict)
    token_errors: list[str] = field(default_factory=list)
    rss_mib: float = 0.0
    workers_mib: float = 0.0
    quiet_cores: tuple[float, ...] = ()
    storm_cores: tuple[float, ...] = ()

    @property
    def fraction(self) -> float:
        """Of the ceiling."""
        return self.sign_ins_per_second / self.ceiling_per_second

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return {**asdict(self), "fraction": self.fraction}


def raged(stores: Stores, engine: str, seconds: float, rounds: int, pace: float = PER_SECOND) -> Storm:
    """Measure the ceiling, the quiet and the storm, one after the other, some times; the round in the middle.

    Args:
        stores: Where the database is.
        engine: Its kind.
        seconds: For how long each is measured.
        rounds: How often.
        pace: Requests a second beside it.
    """
    with serving(stores, engine, name=f"storm_{engine}", hashing=True, workers=str(WORKERS)) as target:
        # The first password of everybody is hashed anew: that is not what is measured.
        warm([Actor(target, number) for number in range(CLIENTS)])
        storms = sorted(
            (_round(target, seconds, pace) for _ in range(rounds)), key=lambda storm: storm.fraction
        )
    return storms[len(storms) // 2]


def _round(target: Target, seconds: float, pace: float) -> Storm:
    storm = Storm(*ceiling(max(seconds / 3, 1)))
    task = asking(target, seconds, pace)
    with cores_in_use(target) as quiet_cores:
        quiet = paced(task)["ms"]
    # New tokens: the old ones are spent.
    task = asking(target, seconds, pace)
    told: list[dict[str, Any]] = []
    beside_it = threading.Thread(target=lambda: told.append(paced(task)))
    actors = [Actor(target, number, of=STORMING) for number in range(STORMING)]
    with cores_in_use(target) as storm_cores:
        beside_it.start()
        began = time.perf_counter()
        took = in_parallel([actor.sign_in for actor in actors], seconds)
        storm.sign_ins_per_second = len(took) / (time.perf_counter() - began)
        beside_it.join()
    storm.quiet_cores, storm.storm_cores = tuple(quiet_cores), tuple(storm_cores)
    memory = target.processes.memory()
    storm.sign_in_ms = percentiles(took)
    storm.told_to_wait = sum(actor.browser.waits for actor in actors)
    storm.longest_answer_ms = max(actor.browser.longest for actor in actors) * 1000
    stormy = told[0]["ms"]
    storm.quiet_ms, storm.storm_ms = percentiles(quiet[REFRESH]), percentiles(stormy[REFRESH])
    storm.beside = beside(quiet, stormy)
    storm.token_errors = told[0]["errors"]
    storm.rss_mib = mebibytes(memory).rss
    storm.workers_mib = mebibytes(memory[:WORKERS]).rss
    for actor in actors:
        actor.close()
    return storm


@contextmanager
def cores_in_use(target: Target) -> Iterator[list[float]]:
    """How many cores the provider, its database and those who ask use meanwhile; filled in at the end."""
    found: list[float] = []
    began, before = time.perf_counter(), _cpu_seconds(target)
    yield found
    length = time.perf_counter() - began
    found += [(after - earlier) / length for after, earlier in zip(_cpu_seconds(target), before, strict=True)]


def _cpu_seconds(target: Target) -> tuple[float, float, float]:
    # Those who ask: this process, and the one that keeps the pace, which has ended by then.
    asking = sum(os.times()[:4])
    return target.processes.cpu_seconds(), target.database.cpu_seconds(), asking


def beside(
    quiet: Mapping[str, Sequence[float]], stormy: Mapping[str, Sequence[float]]
) -> dict[str, tuple[float, float]]:
    """The 99th percentile of each kind, without the storm and in it."""
    return {name: (percentiles(quiet[name])[2], percentiles(stormy[name])[2]) for name in sorted(quiet)}


def asking(target: Target, seconds: float, pace: float = PER_SECOND) -> Task:
    """What `paced` is to do at a provider, with sessions and tokens of some people who sign in for it."""
    actors = [Actor(target, number, of=CONNECTIONS) for number in range(CONNECTIONS)]
    for actor in actors:
        actor.full_code_flow()
        actor.close()
    paths = target.paths
    visitors = [
        Visitor(actor.refresh_token, actor.access_token, actor.browser.cookies(paths.authorize))
        for actor in actors
    ]
    clients = target.clients[0], target.clients[2]
    return Task(target.address, asdict(paths), clients, CLIENT_SECRET, visitors, pace, seconds)


def paced(task: Task) -> dict[str, Any]:
    """Ask at a steady pace, in a process of its own; the milliseconds (`ms`) and what went wrong (`errors`)."""
    command: Sequence[Any] = [BIN / "python", "-m", "tests.bench.pace"]
    done = subprocess.run(command, input=task.as_text(), capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))
