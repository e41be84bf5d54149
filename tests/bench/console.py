"""The console over a province's year: how long its pages take, and how many statements.

`./test --bench --console --engine postgresql --records 10000000` fills a fresh database and asks each page some times.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from idp.config import Settings
from idp.operators.accounts import Enrolled
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen, Client, Operator
from idp.web.current import services
from tests.bench import crowd
from tests.bench.crowd import Crowd, fill
from tests.builders import TOTP_KEY, one_time_code
from tests.caller import Caller
from tests.engines import ENGINES, PostgresqlEngine, SqliteEngine, workshop
from tests.installation import application
from tests.moments import MovingClock
from tests.statements import Statements

CLIENTS, CITIZENS = 300, 100_000
MOST_MS = 1_000
"""What a page may usually take; the longest time is printed beside it, with whatever else the machine was doing."""

TIMES = 5
PASSWORD = "ba con vịt bơi ngược dòng"


@dataclass(frozen=True)
class Asked:
    """One page, asked some times: the usual and the longest time, and the statements of the last one."""

    name: str
    usual_ms: float
    longest_ms: float
    statements: int
    bytes: int


def main(arguments: list[str]) -> int:
    """Fill, ask, print, judge."""
    parser = argparse.ArgumentParser(prog="./test --bench --console", description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES], default="sqlite", help="which database")
    parser.add_argument("--records", type=int, default=1_000_000, help="how many records the audit log has")
    options = parser.parse_args(arguments)
    engine = ENGINES[options.engine](workshop())
    with tempfile.TemporaryDirectory() as folder:
        broken = run(engine, Path(folder), options.records)
    if isinstance(engine, PostgresqlEngine):
        engine.close()
    for sentence in broken:
        print(f"BROKEN: {sentence}")
    return 1 if broken else 0


def run(engine: SqliteEngine | PostgresqlEngine, folder: Path, count: int) -> list[str]:
    """Do everything on one engine; what takes too long, each in a sentence."""
    people = Crowd.of(CITIZENS, CLIENTS)
    settings = Settings(
        env="demo", issuer="https://id.anlien.example", data_dir=folder, database_url=engine.fresh(folder)
    )
    clock = MovingClock(crowd.END)
    with application(settings, clock) as app:
        with timed(f"{engine.name}: {count:,} records, {CITIZENS:,} citizens, {CLIENTS} applications"):
            fill(db.engine, Citizen, crowd.citizens(people))
            fill(db.engine, Client, crowd.clients(people))
            fill(db.engine, AuditRecord, crowd.records(people, count))
        with timed("every hour of it counted"):
            while services().watch.rollup.count():
                db.session.commit()
            db.session.commit()
        client = app.test_client()
        if not isinstance(client, Caller):
            raise TypeError(client)
        sign_in(client, clock)
        measured = [ask(client, name, address) for name, address in pages(people).items()]
    print(f"\n{engine.name:44} {'usual ms':>9} {'longest':>9} {'SQL':>4} {'KiB':>6}")
    for row in measured:
        figures = f"{row.usual_ms:9.1f} {row.longest_ms:9.1f} {row.statements:>4} {row.bytes / 1024:6.1f}"
        print(f"{row.name:44} {figures}")
    return [
        f"{row.name} takes {row.usual_ms:.0f} ms, {MOST_MS} are allowed"
        for row in measured
        if row.usual_ms > MOST_MS
    ]


def pages(people: Crowd) -> dict[str, str]:
    """What is asked, and under which address."""
    audit, somebody = "/admin/audit", people.citizens[4_711]
    large, small = people.clients[0], people.clients[-1]
    middle = (crowd.END - timedelta(days=100)).date()
    half_way = int((crowd.END - timedelta(days=180)).timestamp() * 1e6)
    return {
        "dashboard, a week": "/admin",
        "dashboard, a day": "/admin?days=1",
        "dashboard, thirty days": "/admin?days=30",
        "applications": "/admin/clients",
        "applications by name": "/admin/clients?q=250",
        "one application": f"/admin/clients/{large}",
        "acts of administrators": "/admin/activity",
        "deliveries": "/admin/deliveries",
        "incidents": "/admin/incidents",
        "audit: the latest": audit,
        "audit: from the middle of the year": f"{audit}?before={half_way}-1",
        "audit: one person": f"{audit}?citizen={somebody}",
        "audit: every release of a person, 12 months": f"{audit}/releases/{somebody}",
        "audit: the largest application": f"{audit}?client_id={large}",
        "audit: a small application": f"{audit}?client_id={small}",
        "audit: rare act at the largest application": f"{audit}?client_id={large}&act=client.changed",
        "audit: usual act at the largest application": f"{audit}?client_id={large}&act=sign_in.refused",
        "audit: an area at the largest application": f"{audit}?client_id={large}&act=oauth",
        "audit: a rare act": f"{audit}?act=client.changed",
        "audit: an area": f"{audit}?act=sign_in",
        "audit: an act that never happened": f"{audit}?act=keys.rotated",
        "audit: an administrator": f"{audit}?actor=lan",
        "audit: one day": f"{audit}?since={middle}&until={middle}",
        "audit: an act on one day": f"{audit}?act=sign_in.refused&since={middle}&until={middle}",
        "audit: checks": f"{audit}/checks",
        "breaches": "/admin/breaches",
        "banners": "/admin/banners",
    }


def ask(client: Caller, name: str, address: str) -> Asked:
    """Ask for a page some times; the first one counts, too."""
    took, size, texts = [], 0, Statements(db.engine)
    for _ in range(TIMES):
        texts.clear()
        with texts.counted():
            began = time.perf_counter()
            answer = client.get(address)
            took.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status_code}")
        size = len(answer.data)
    return Asked(name, statistics.median(took), max(took), len(texts), size)


def sign_in(client: Caller, clock: Callable[[], object]) -> None:
    """Make an administrator with some acts in the log, and sign them in."""
    made = services().operator_desk.accounts.create("lan", PASSWORD, service="Sen ID", key=TOTP_KEY)
    if not isinstance(made, Enrolled):
        raise TypeError(made)
    db.session.commit()
    page = client.get("/admin/sign-in")
    answer = client.submit(page, username="lan", password=PASSWORD, otp=one_time_code(at=clock()))
    if answer.status_code != 303 or db.session.query(Operator).count() != 1:
        raise RuntimeError(f"cannot sign in: {answer.status_code}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long something took."""
    began = time.perf_counter()
    yield
    print(f"{what}: {time.perf_counter() - began:.1f} s", flush=True)
