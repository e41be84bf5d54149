"""Too many at once, too slow, or one who does not stop (F18 to F20)."""

import socket
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, contextmanager, suppress
from statistics import quantiles
from typing import Any

import requests

from tests.bench.traffic import basic
from tests.faults.application import CLIENT
from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.record import Answer, Watched
from tests.faults.scenario import SQLITE, Scenario
from tests.walker import OverHttp, Walker

STORM, STORM_SECONDS = 24, 10
HAMMERS = 6
TRICKLING, IDLE = 60, 120
WELL = Bounds(is_ready=True)
BUSY = Bounds(is_ready=True, goes_on=("/healthz",))
PATHS_OF_MACHINES = ("/oauth/token", "/oauth/userinfo")


def storm(house: House) -> None:
    """Many sign in at once, again and again; what a password costs is paid by the machine."""

    def sign_in() -> None:
        road = OverHttp()
        road.session = Watched(house.record)
        Walker(house.address, road, house.logins[0]).authorize(CLIENT)

    _tell_latency(house, "before", house.record.answers)
    with house.broken(), _many(STORM, sign_in):
        house.wait(STORM_SECONDS)
    _tell_latency(house, "meanwhile", house.record.during_fault())


def hammer(house: House) -> None:
    """One application asks without a pause, as one with a mistake in a loop does."""

    def ask() -> None:
        requests.post(
            f"{house.address}/oauth/introspect", data={"token": "nobody's"}, headers=basic(CLIENT), timeout=30
        )

    _tell_latency(house, "before", house.record.answers)
    with house.broken(), _many(HAMMERS, ask) as counted:
        house.wait(10)
    house.notes.append(f"{sum(counted)} calls of one application")
    _tell_latency(house, "meanwhile", house.record.during_fault())


def be_slow(house: House) -> None:
    """Headers and bodies that come byte by byte, connections that say nothing, and headers that do not end."""
    head = b"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\n"
    body = head + b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\n\r\n"
    with house.broken(), ExitStack() as held:
        connections = [held.enter_context(_connected(house)) for _ in range(2 * TRICKLING)]
        for number, each in enumerate(connections):
            each.sendall(head if number % 2 else body)
        for _ in range(IDLE):
            held.enter_context(_connected(house))
        for _ in range(8):
            for each in connections:
                with suppress(OSError):
                    each.sendall(b"x")
            with suppress(OSError), _connected(house) as giant:
                giant.sendall(head + b"X-Giant: " + b"x" * 300_000)
            house.wait(1)
    house.notes.append(f"{2 * TRICKLING} trickling and {IDLE} idle connections")


def _machines_go_on(house: House) -> Iterable[str]:
    slow = [
        each for each in house.record.during_fault() if each.path in PATHS_OF_MACHINES and each.status == 503
    ]
    return [f"{len(slow)} calls of machines were refused"] if slow else []


@contextmanager
def _many(count: int, act: Callable[[], Any]) -> Any:
    """So many threads that do something again and again while a block runs; how often each did."""
    over = threading.Event()
    counted = [0] * count

    def go_on(place: int) -> None:
        while not over.is_set():
            with suppress(requests.RequestException, AssertionError):
                act()
            counted[place] += 1

    threads = [threading.Thread(target=go_on, args=(place,), daemon=True) for place in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield counted
    finally:
        over.set()
        for thread in threads:
            thread.join(30)


def _connected(house: House) -> socket.socket:
    return socket.create_connection(("localhost", house.port), 10)


def _tell_latency(house: House, when: str, answers: Sequence[Answer]) -> None:
    seconds = [each.seconds for each in answers if each.path in PATHS_OF_MACHINES and each.status == 200]
    if len(seconds) > 2:
        house.notes.append(f"machines' calls {when}: 95 % under {quantiles(seconds, n=20)[-1]:.2f} s")


SCENARIOS = (
    Scenario("a storm of sign-ins", ("F18",), storm, SQLITE, BUSY),
    Scenario("one application hammers", ("F20",), hammer, SQLITE, WELL, _machines_go_on),
    Scenario("slow clients", ("F19",), be_slow, SQLITE, WELL),
)
"""Every fault of this kind."""
