"""What each kind of request costs within one process, and in whose code: `python -m tests.bench.profile`.

The WSGI application is called directly, so neither sockets nor a server's own work are in the figures. CPU time is
that of this process: a database server's is not in it.
"""

import argparse
import json
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import delete, select

from idp.clock import utc_now
from idp.config import Settings
from idp.store.db import db
from idp.store.models import Citizen, Consent
from tests.bench.counting import prepare_citizen, prepare_clients, prepare_crowd
from tests.bench.direct import ISSUER, Direct, Sending
from tests.bench.traffic import Traffic, basic
from tests.bench.visits import Visit, steps
from tests.builders import one_time_code
from tests.caller import Caller
from tests.engines import ENGINES, PostgresqlEngine, workshop
from tests.installation import application
from tests.moments import MovingClock
from tests.walker import InProcess, Walker, challenge_of

PACKAGES = ("werkzeug", "flask", "authlib", "joserfc", "sqlalchemy", "psycopg", "idp")
SAMPLE_SECONDS = 0.001


VERIFIER = "v" * 64
WITH_SESSION = "authorization with a session"
FULL_FLOW = "full flow"
MOST_VISITS = 60
"""A round: each is several pages."""
AUTHORIZE = "/oauth/authorize?" + urlencode(
    {
        "response_type": "code",
        "client_id": "portal",
        "redirect_uri": "https://portal.anlien.example/callback",
        "scope": "openid profile offline_access",
        "state": "a-state-of-the-bench",
        "nonce": "a-nonce-of-the-bench",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
    }
)


@dataclass(frozen=True)
class Crowd:
    """Who signs in: citizens with an authenticator each, all with one key."""

    logins: Sequence[str]
    clock: MovingClock

    def code(self) -> str:
        """What every authenticator shows now."""
        return one_time_code(at=self.clock())


class Kinds:
    """One request of each kind; what it needs was made before."""

    def __init__(self, direct: Direct, traffic: Traffic) -> None:
        self._direct = direct
        self._traffic = traffic
        self._codes: list[str] = []

    def all(self) -> dict[str, Callable[[], object]]:
        """By their names, in the order in which they can be sent."""
        traffic = self._traffic
        return {
            "discovery": traffic.discovery,
            "jwks": traffic.jwks,
            "client credentials": traffic.client_credentials,
            WITH_SESSION: self.authorization,
            "redemption": self.redemption,
            "refresh": traffic.refresh,
            "userinfo": traffic.userinfo,
            "introspection": traffic.introspection,
            "pushed request": traffic.pushed_request,
        }

    def authorization(self) -> None:
        """An authorization request with a live session."""
        status, headers, _body = self._direct.get(AUTHORIZE, {})
        address = headers.get("Location", "")
        if status != 302 or "code=" not in address:
            raise AssertionError(f"{status}: {address}")
        self._codes.append(address.partition("code=")[2].partition("&")[0])

    def redemption(self) -> None:
        """Its code redeemed."""
        form = {
            "grant_type": "authorization_code",
            "code": self._codes.pop(),
            "redirect_uri": "https://portal.anlien.example/callback",
            "code_verifier": VERIFIER,
        }
        status, _headers, body = self._direct.post("/oauth/token", form, basic("portal"))
        if status != 200:
            raise AssertionError(body)


class Samples(Counter[str]):
    """In whose code the process was, each time it was looked at: a C function counts for who called it."""

    def __init__(self) -> None:
        super().__init__()
        self.places: Counter[str] = Counter()

    def _look(self, _signal: int, frame: FrameType | None) -> None:
        inner = True
        while frame is not None:
            path = frame.f_code.co_filename
            if inner:
                self.places[f"{'/'.join(path.split('/')[-3:])}:{frame.f_code.co_name}"] += 1
                inner = False
            if (found := _package(path)) is not None:
                self[found] += 1
                return
            frame = frame.f_back

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Look about a thousand times per second of CPU time."""
        signal.signal(signal.SIGPROF, self._look)
        signal.setitimer(signal.ITIMER_PROF, SAMPLE_SECONDS, SAMPLE_SECONDS)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)


def _package(path: str) -> str | None:
    for name in PACKAGES:
        if f"/{name}" in path and "/tests/" not in path:
            return name
    return "the bench itself" if "/tests/" in path else None


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES], default="sqlite", help="which database")
    parser.add_argument("--rounds", type=int, default=9, help="how often")
    parser.add_argument("--requests", type=int, default=200, help="requests of each kind and round")
    parser.add_argument("--only", default="", help=f"one kind, or {FULL_FLOW!r}")
    parser.add_argument("--places", type=int, default=10, help="how many of the functions that take most")
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results")
    options = parser.parse_args()
    engine = ENGINES[options.engine](workshop())
    with tempfile.TemporaryDirectory() as folder:
        url = engine.fresh(Path(folder))
        settings = Settings(env="demo", issuer=ISSUER, data_dir=Path(folder), database_url=url)
        clock = MovingClock(utc_now())
        with application(settings, clock) as app:
            prepare_clients()
            login, crowd = prepare_citizen(), prepare_crowd(min(options.requests, MOST_VISITS))
            browser = app.test_client()
            assert isinstance(browser, Caller)
            walker = Walker(ISSUER, InProcess(browser), login)
            returned = walker.authorize("portal")
            db.session.commit()
            measure(app, browser, partial(Traffic, walker), returned, Crowd(crowd, clock), options)
    if isinstance(engine, PostgresqlEngine):
        engine.close()
    return 0


def measure(
    app: Flask,
    browser: Caller,
    of: Callable[..., Traffic],
    returned: Any,
    crowd: Crowd,
    options: argparse.Namespace,
) -> None:
    """Print a line per kind of request."""
    direct = Direct(app)
    direct.take_cookies(browser)
    traffic = of(Sending(direct))

    def within() -> None:
        traffic.redemption(returned)
        took: dict[str, list[float]] = defaultdict(list)
        shares: dict[str, Samples] = defaultdict(Samples)
        kinds = Kinds(direct, traffic).all()
        for number in range(options.rounds + 1):
            sampled = number % 2 == 1  # every other round is looked into, and does not count
            for name, request, times in _in_turn(app, kinds, crowd, options):
                took_us = _one_round(request, times, shares[name] if sampled else None)
                if number and not sampled:
                    took[name].append(took_us)
        _print(took, shares, options)
        if options.json:
            kept = profiled(took, shares, options.places)
            options.json.write_text(json.dumps({options.engine: kept}, indent=1) + "\n")

    # A context of its own: the test's application context, and its database session, are not the requests'.
    Context().run(within)


def _in_turn(
    app: Flask, kinds: Mapping[str, Callable[[], object]], crowd: Crowd, options: argparse.Namespace
) -> Iterator[tuple[str, Callable[[], object], int]]:
    for name, request in kinds.items():
        if not options.only or name in (options.only, WITH_SESSION):
            yield name, request, options.requests
    if options.only and options.only != FULL_FLOW:
        return
    with app.app_context():
        of_crowd = select(Citizen.id).where(Citizen.totp_sealed.is_not(None))
        db.session.execute(delete(Consent).where(Consent.citizen_id.in_(of_crowd)))  # so that it is asked for
        db.session.commit()
    crowd.clock.advance(seconds=31)  # a code is good once
    visits = [Visit(Direct(app), AUTHORIZE, login, crowd.code) for login in crowd.logins]
    for name, go in steps(visits):
        yield f"{FULL_FLOW}: {name}", go, len(visits)


def _one_round(request: Callable[[], object], requests: int, samples: Samples | None) -> float:
    if samples is not None:
        with samples.taken():
            for _ in range(requests):
                request()
        return 0.0
    began = time.process_time()
    for _ in range(requests):
        request()
    return (time.process_time() - began) / requests * 1e6


def profiled(
    took: Mapping[str, Sequence[float]], shares: Mapping[str, Samples], places: int
) -> dict[str, dict[str, Any]]:
    """What is kept: for each kind CPU µs, the share of each package, and of the functions that take most.

    Args:
        took: CPU of one request in µs, by kind, one for each round.
        shares: Where the process was.
        places: How many functions.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, rounds in took.items():
        if rounds:
            samples, total = shares[name], max(shares[name].total(), 1)
            found[name] = {
                "cpu_us": statistics.median(rounds),
                "least_us": min(rounds),
                "packages": {each: count / total for each, count in samples.most_common()},
                "functions": {each: count / total for each, count in samples.places.most_common(places)},
            }
    return found


def _print(took: dict[str, list[float]], shares: dict[str, Samples], options: argparse.Namespace) -> None:
    heads = " ".join(f"{name:>10}" for name in (*PACKAGES, "bench"))
    print(f"{options.engine:38} {'CPU us':>8} {'least':>8} {heads}  (%)")
    for name, rounds in took.items():
        if not rounds:
            continue
        found = shares[name]
        total = max(found.total(), 1)
        parts = " ".join(f"{100 * found[each] / total:10.0f}" for each in (*PACKAGES, "the bench itself"))
        print(f"{name:38} {statistics.median(rounds):8.0f} {min(rounds):8.0f} {parts}")
        for place, count in found.places.most_common(options.places):
            print(f"{'':12}{100 * count / total:6.1f} % {place}")


if __name__ == "__main__":
    sys.exit(main())
