"""Processes of the provider die, end in order, or run out of what they need (F1, F2, F23, F26)."""

import random
import signal
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack

import psutil

from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.scenario import POSTGRESQL, SQLITE, Scenario
from tests.waiting import lasting, until

DIES = Bounds(breaks_connections=True)
HELD_TABLES = ("authorization", "refresh_token", "audit_record", "browser_session")
"""Where a redemption or a rotation is stopped: before it spends, between its statements, and at the last one."""

ROOM = 4 * 1024 * 1024
"""Bytes that a process may still take: less than a password hash needs."""

SECONDS_TO_STOP = 30.0
SECONDS_APART = 6.0
"""A process that dies within 5.5 s of its start counts as one that cannot start: the server then ends as a whole."""


def kill_now_and_then(rounds: int) -> Callable[[House], None]:
    """Kill one process at a random moment of the load, again and again."""

    def kill(house: House) -> None:
        house.rounds = rounds
        with house.broken():
            for _ in range(rounds):
                candidates = until(lambda: grown(house), what="a process that may be killed")
                lasting(random.uniform(0.05, 0.8))
                victim = random.choice(candidates)
                victim.kill()
                until(lambda victim=victim: victim not in house.workers(), what="its end")
        wait_for_all(house)

    return kill


def kill_at_each_point(house: House) -> None:
    """Hold a table until requests stop where they first write there, then kill every process that answers."""
    each_table = 2
    house.rounds = each_table * len(HELD_TABLES)
    with house.broken():
        for table in HELD_TABLES * each_table:
            until(lambda: len(grown(house)) == house.processes, what="processes that may be killed")
            with house.cluster.administered() as holder:
                holder.autocommit = False
                holder.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
                until(house.cluster.waiting, what="a request to wait")
                for worker in (workers := house.workers()):
                    worker.kill()
                until(lambda gone=workers: not set(gone) & set(house.workers()), what="their end")
                holder.rollback()
    wait_for_all(house)


def stop_in_order(house: House) -> None:
    """SIGTERM under load, then the next start, as in a deployment of one machine."""
    house.rounds = 3
    with house.broken():
        for _ in range(house.rounds):
            at = time.monotonic()
            house.server.process.send_signal(signal.SIGTERM)
            house.server.process.wait(SECONDS_TO_STOP + 5)
            house.notes.append(f"stopped in {time.monotonic() - at:.1f} s")
            house.server.is_ended = True
            house.serve()


def take_file_descriptors(house: House) -> None:
    """Leave each process so few file descriptors that idle connections use them up."""
    with house.broken(), ExitStack() as held:
        limits = {worker: worker.rlimit(psutil.RLIMIT_NOFILE) for worker in house.workers()}
        for worker in limits:
            worker.rlimit(psutil.RLIMIT_NOFILE, (worker.num_fds() + 6, limits[worker][1]))
        for _ in range(60):
            held.enter_context(socket.create_connection(("localhost", house.port), 5))
        house.wait(6)
        for worker, limit in limits.items():
            if worker.is_running():
                worker.rlimit(psutil.RLIMIT_NOFILE, limit)


def take_memory(house: House) -> None:
    """Leave each process no more room for memory than it has: what needs more is refused, by the system itself."""
    with house.broken():
        limits = {worker: worker.rlimit(psutil.RLIMIT_AS) for worker in house.workers()}
        for worker, (_, most) in limits.items():
            worker.rlimit(psutil.RLIMIT_AS, (worker.memory_info().vms + ROOM, most))
        house.wait(8)
        for worker, limit in limits.items():
            if worker.is_running():
                worker.rlimit(psutil.RLIMIT_AS, limit)
        gone = sum(not worker.is_running() for worker in limits)
    refused = sum(each.is_trouble for each in house.record.during_fault())
    house.notes.append(f"{refused} answers were refusals, {gone} of {len(limits)} processes died")
    wait_for_all(house)


def _nobody_is_blamed(house: House) -> Iterable[str]:
    """Who shows the right password while there is no room to hash it is not told that it is wrong, nor slowed down."""
    at_the_door = [each for each in house.record.during_fault() if each.path == "/sign-in"]
    if not any(each.is_trouble for each in house.record.during_fault()):
        yield "the fault was not felt"
    blamed = sum(each.status in (403, 429) for each in at_the_door)
    if blamed:
        yield f"{blamed} right passwords were called wrong"


def _in_time(house: House) -> Iterable[str]:
    slow = [each for each in house.notes if float(each.split()[2]) > SECONDS_TO_STOP]
    return [f"{each}: {SECONDS_TO_STOP:.0f} s are allowed" for each in slow]


def grown(house: House) -> list[psutil.Process]:
    """Processes that are old enough to be killed."""
    now = time.time()
    return [each for each in house.workers() if now - each.create_time() > SECONDS_APART]


def wait_for_all(house: House) -> None:
    """Wait until every process is there again, and answers."""
    until(lambda: len(house.workers()) == house.processes, what="the next process")
    until(lambda: _answers(house), what="an answer")


def _answers(house: House) -> bool:
    now = time.monotonic()
    return any(
        each.path == "/healthz" and each.status == 200 and each.at > now - 1
        for each in house.record.answers[-60:]
    )


SCENARIOS = (
    Scenario("a process killed (-9), a few times", ("F1", "F2"), kill_now_and_then(2), SQLITE, DIES, is_quick=True),
    Scenario("a process killed (-9) at random", ("F1", "F2"), kill_now_and_then(12), SQLITE, DIES),
    Scenario("a process killed (-9) at random", ("F1", "F2"), kill_now_and_then(12), POSTGRESQL, DIES),
    Scenario("processes killed at each point of a redemption and a rotation", ("F1", "F2"), kill_at_each_point,
             POSTGRESQL, DIES),
    Scenario("SIGTERM under load, then the next start", ("F26",), stop_in_order, SQLITE, DIES, besides=_in_time),
    Scenario("file descriptors used up", ("F23",), take_file_descriptors, SQLITE, DIES),
    Scenario("memory used up", ("F23",), take_memory, SQLITE, DIES, _nobody_is_blamed),
)  # fmt: skip
"""Every fault of this kind."""
