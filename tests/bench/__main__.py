"""Drives a real server over HTTP and prints what each request costs; ends with 1 when a budget is broken."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from idp.config import Settings
from tests.bench import console
from tests.bench.budgets import GROWTH, MEBIBYTES, STATEMENTS
from tests.bench.counting import count_statements, prepare_citizen, prepare_clients
from tests.bench.measuring import Measured, Meter
from tests.bench.senders import OverHttp
from tests.bench.traffic import KINDS, Traffic
from tests.caller import Caller
from tests.engines import ENGINES, PostgresqlEngine, SqliteEngine, workshop
from tests.installation import application
from tests.servers import provider
from tests.walker import OverHttp as Pages
from tests.walker import Walker

CLIENTS = 4
ROUND = 10_000
ISSUER = "https://id.anlien.example"


def main() -> int:
    """Measure, print, judge."""
    if "--console" in sys.argv[1:]:
        return console.main([each for each in sys.argv[1:] if each != "--console"])
    parser = argparse.ArgumentParser(prog="./test --bench", description=__doc__)
    parser.add_argument("--engine", choices=[*ENGINES], default="sqlite", help="which database")
    parser.add_argument("--requests", type=int, default=400, help="how many of each kind")
    parser.add_argument("--skip-memory", action="store_true", help="without the twenty thousand requests")
    options = parser.parse_args()
    engine = ENGINES[options.engine](workshop())
    with tempfile.TemporaryDirectory() as folder:
        broken = run(engine, Path(folder), options)
    if isinstance(engine, PostgresqlEngine):
        engine.close()
    for sentence in broken:
        print(f"BROKEN: {sentence}")
    return 1 if broken else 0


def run(engine: SqliteEngine | PostgresqlEngine, folder: Path, options: argparse.Namespace) -> list[str]:
    """Do everything on one engine; the budgets that are broken, each in a sentence."""
    counts = _count(engine, folder)
    url = engine.fresh(folder)
    with application(_settings(url, folder)):
        prepare_clients()
        logins = [prepare_citizen() for _ in range(CLIENTS)]
    # The register is a program of its own, as in production; none of these requests asks it.
    with provider(url, folder, population_url="http://localhost:9") as server:
        traffics = [
            Traffic(Walker(server.address, Pages(), login), OverHttp(server.address)) for login in logins
        ]
        for traffic in traffics:
            traffic.code_flow()
        meter = Meter(server)
        print_table(_measure_all(meter, traffics, options.requests // CLIENTS), counts, engine.name)
        broken = [
            f"{name} takes {counts[name]} statements, {most} are allowed"
            for name, most in STATEMENTS.items()
            if counts[name] > most
        ]
        return broken if options.skip_memory else broken + _memory(meter, traffics)


def print_table(measured: Iterable[Measured], counts: dict[str, int], engine: str) -> None:
    """One line per kind of request."""
    print(f"{engine:20} {'CPU ms':>8} {'SQL':>4} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}")
    for row in measured:
        count = counts.get(row.name, "")
        figures = f"{row.cpu_ms:8.2f} {count:>4} {row.p50_ms:8.1f} {row.p95_ms:8.1f} {row.p99_ms:8.1f}"
        print(f"{row.name:20} {figures}", flush=True)


def _count(engine: SqliteEngine | PostgresqlEngine, folder: Path) -> dict[str, int]:
    with application(_settings(engine.fresh(folder), folder)) as app:
        client = app.test_client()
        if not isinstance(client, Caller):
            raise TypeError(client)
        return {name: len(texts) for name, texts in count_statements(client, ISSUER).items()}


def _settings(url: str, folder: Path) -> Settings:
    return Settings(env="demo", issuer=ISSUER, data_dir=folder, database_url=url)


def _measure_all(meter: Meter, traffics: Sequence[Traffic], each: int) -> Iterable[Measured]:
    for name, kind in KINDS.items():
        _send(meter, name, kind, traffics, max(each // 10, 2))  # warm
        yield _send(meter, name, kind, traffics, each)
    codes = [[traffic.authorization() for _ in range(each)] for traffic in traffics]
    yield meter.measure(
        "redemption",
        [
            [partial(traffic.redemption, code) for code in own]
            for traffic, own in zip(traffics, codes, strict=True)
        ],
    )


def _send(
    meter: Meter, name: str, kind: Callable[[Traffic], object], traffics: Sequence[Traffic], each: int
) -> Measured:
    return meter.measure(name, [[partial(kind, traffic)] * each for traffic in traffics])


def _memory(meter: Meter, traffics: Sequence[Traffic]) -> list[str]:
    rounds = ROUND // CLIENTS // len(KINDS)
    sizes = []
    for _ in range(2):
        day = [[partial(kind, traffic) for kind in KINDS.values()] * rounds for traffic in traffics]
        meter.measure("a day", day)
        sizes.append(meter.largest_rss())
    first, second = sizes
    print(
        f"\nThe serving process: {first:.1f} MiB after {ROUND} requests, {second:.1f} MiB after {2 * ROUND}."
    )
    broken = []
    if first > MEBIBYTES:
        broken.append(f"the process has {first:.1f} MiB, {MEBIBYTES} are allowed")
    if second - first > GROWTH:
        broken.append(f"the process grew by {second - first:.1f} MiB, {GROWTH} are allowed")
    return broken


if __name__ == "__main__":
    sys.exit(main())
