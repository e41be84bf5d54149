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
from tests.faults.house import House, SettledHouse
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
TIMES_SLOWER = 5
"""What a storm may cost a program: its calls share two cores with the browsers of the storm."""

SECONDS_ANYWAY = 3.0
"""A call of a program may take so long whatever it took before."""


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


def _sign_ins_wait_and_machines_do_not(house: House) -> Iterable[str]:
    """Passwords are hashed in a lane of their own, which is bounded: who finds it full is told, and nobody else is."""
    during = house.record.during_fault()
    refused = sum(each.path in PATHS_OF_MACHINES and each.status >= 500 for each in during)
    if refused:
        yield f"{refused} calls of machines failed"
    told = [each for each in during if each.path == "/sign-in" and each.status == 503]
    house.notes.append(f"{len(told)} sign-ins told to wait")
    if not any(each.kind == "text/html" and each.retry_after for each in told):
        yield "nobody was told to wait: this was no storm"
    before = _slow_end([each for each in house.record.answers if each.at < house.record.broken_from])
    meanwhile = _slow_end(during)
    allowed = max(SECONDS_ANYWAY, TIMES_SLOWER * before)
    if meanwhile > allowed:
        yield f"machines' calls: 95 % under {meanwhile:.2f} s, and {allowed:.2f} s are allowed"


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
    house.notes.append(f"machines' calls {when}: 95 % under {_slow_end(answers):.2f} s")


def _slow_end(answers: Sequence[Answer]) -> float:
    """Seconds that 95 % of the calls of machines took at most."""
    seconds = [each.seconds for each in answers if each.path in PATHS_OF_MACHINES and each.status == 200]
    return quantiles(seconds, n=20, method="inclusive")[-1]


def let_few_wait(house: House) -> None:
    """A fast machine would have a place for everybody."""
    house.more_settings["hashing_waiting"] = "2"


SCENARIOS = (
    Scenario(
        "a storm of sign-ins",
        ("F18",),
        storm,
        SQLITE,
        BUSY,
        _sign_ins_wait_and_machines_do_not,
        prepare=let_few_wait,
        house=SettledHouse,
    ),
    Scenario("one application hammers", ("F20",), hammer, SQLITE, WELL, _machines_go_on),
    Scenario("slow clients", ("F19",), be_slow, SQLITE, WELL),
)
"""Every fault of this kind."""
