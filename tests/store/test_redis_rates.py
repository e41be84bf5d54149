"""Rates in Redis: counted there while it answers, in the database while it does not, and guesses always here."""

import logging
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import fakeredis
import pytest
import redis

from idp.checkup import outside
from idp.checkup.finding import Amber
from idp.store import redis_rates
from idp.store.db import db
from idp.store.models import ThrottleCount
from idp.store.redis_rates import PAUSE, RATES, Rates, counting
from idp.variables import ConfigurationError, Secret
from idp.web.api import door
from idp.web.current import services
from tests.citizens.racing import race
from tests.installation import application
from tests.waiting import until
from tests.web.api.conftest import a_program

__all__ = ["a_program"]

HOUR = timedelta(hours=1)
RATE, GUESS = "api:robot", "login:0912345678"
PROGRAM = Path("/usr/bin/redis-server")


one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


class Seconds:
    """A clock that runs when it is told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> fakeredis.FakeServer:
    return fakeredis.FakeServer(version=7)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def rates(app, clock, server, seconds) -> Rates:
    return Rates(
        services().session,
        clock,
        lambda: b"k" * 32,
        server=fakeredis.FakeRedis(server=server),
        faults=redis.RedisError,
        seconds=seconds,
    )


def in_database() -> int:
    return db.session.query(ThrottleCount).count()


@one_database
def test_rates_are_counted_in_redis_under_digests_and_end_by_themselves(rates, server):
    assert [rates.take(RATE, 2, HOUR) for _ in range(3)] == [True, True, False]
    assert rates.take("api:other", 2, HOUR)

    kept = fakeredis.FakeRedis(server=server)
    assert in_database() == 0
    assert all(
        name.startswith(b"sen:") and b"api" not in name and len(name) == 47 for name in kept.scan_iter()
    )
    assert all(0 < kept.pttl(name) <= HOUR / timedelta(milliseconds=1) for name in kept.scan_iter())


@one_database
def test_a_try_is_given_back_and_leaves_nothing_that_never_ends(rates, server):
    rates.take(RATE, 1, HOUR)
    rates.put_back(RATE)
    rates.put_back("api:nobody")

    kept = fakeredis.FakeRedis(server=server)
    assert rates.take(RATE, 1, HOUR)
    assert not rates.take(RATE, 1, HOUR)
    assert all(kept.pttl(name) > 0 for name in kept.scan_iter())


def test_guesses_and_whatever_else_may_not_be_forgotten_stay_in_the_database(rates, server, clock):
    waits = [timedelta(0), timedelta(minutes=1)]
    assert rates.take_slower(GUESS, waits, HOUR)
    assert rates.take("code:to:somebody", 1, HOUR)
    assert rates.take("failures:here", 9, HOUR)
    assert rates.counts([GUESS, "failures:here", "api:untried"]) == {
        GUESS: (1, clock()),
        "failures:here": (1, clock()),
    }

    fakeredis.FakeRedis(server=server).flushall()

    assert rates.counts([GUESS, "failures:here"]) == {GUESS: (1, clock())}
    assert not rates.take("code:to:somebody", 1, HOUR)


def test_while_redis_is_away_the_database_counts_and_one_line_says_so(rates, server, seconds, caplog):
    caplog.set_level(logging.INFO, logger="idp.store.redis_rates")
    rates.take(RATE, 2, HOUR)
    server.connected = False

    assert [rates.take(RATE, 2, HOUR) for _ in range(3)] == [True, True, False]
    assert rates.counts([RATE])[RATE][0] == 2
    rates.put_back(RATE)
    seconds.now += PAUSE.total_seconds()
    assert rates.take(RATE, 2, HOUR)
    server.connected = True
    assert not rates.take(RATE, 2, HOUR), "it is left alone for a while"
    seconds.now += PAUSE.total_seconds()
    assert rates.take(RATE, 2, HOUR), "the second try that Redis has counted"

    assert [record.message.partition(":")[0] for record in caplog.records] == [
        "redis does not answer (ConnectionError)",
        "redis answers again",
    ]


@one_database
def test_nobody_waits_for_a_redis_that_hangs(app, clock):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}/0"
        rates = counting(url, services().session, clock, lambda: b"k" * 32)
        assert [rates.take(RATE, 2, HOUR) for _ in range(9)] == [True, True] + [False] * 7

        silent.setblocking(False)
        asked = 0
        with suppress(BlockingIOError), ExitStack() as stack:
            while True:
                stack.enter_context(silent.accept()[0])
                asked += 1
        assert 0 < asked < 9


def test_the_start_says_in_one_sentence_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "redis", None)

    with pytest.raises(ConfigurationError, match=r"^IDP_REDIS_URL is set, .* pip install '\.\[redis\]'\.$"):
        counting("redis://x", None, None, None)


def test_every_rate_is_one_that_somebody_counts():
    code = "".join(path.read_text(encoding="utf-8") for path in Path("idp").rglob("*.py"))

    assert [prefix for prefix in RATES if f'f"{prefix}{{' not in code] == []


@pytest.fixture
def real(tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    """A real server on a socket of its own."""
    if shutil.which(PROGRAM) is None:
        pytest.fail("Debian's redis-server is not on this machine: ./test installs it")
    place = tmp_path / "redis"
    running = subprocess.Popen(
        [PROGRAM, "--port", "0", "--unixsocket", place, "--save", "", "--daemonize", "no"],
        stdout=subprocess.DEVNULL,
    )
    running.place = place
    until(place.exists, what="the socket of Redis")
    yield running
    running.send_signal(signal.SIGCONT)
    running.terminate()
    running.wait(20)


@one_database
def test_a_real_server_paused_killed_and_nobody_notices(settings, clock, real, monkeypatch):
    monkeypatch.setattr(door, "MOST_CALLS", 3)
    monkeypatch.setattr(
        redis_rates, "PATIENCE", timedelta(milliseconds=500)
    )  # a busy machine is not a dead server
    with application(replace(settings, redis_url=Secret(f"unix://{real.place}")), clock) as app:
        assert sum(race(app, 8, lambda _: services().throttle.take("sandbox:here", 5, HOUR))) == 5
        caller = app.test_client()
        api = a_program.__wrapped__(app, caller)("sen:units.read")
        assert [api.get("/units").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert in_database() == 0

        assert outside.rates(services().throttle) == "counted in Redis, and it answers"
        real.send_signal(signal.SIGSTOP)
        assert [api.get("/units").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert in_database() == 1
        with pytest.raises(Amber, match="Redis does not answer"):
            outside.rates(services().throttle)
        real.kill()
        assert caller.get("/readyz").json == {"ready": True, "missing": {}}
        assert api.get("/units").status_code == 429
