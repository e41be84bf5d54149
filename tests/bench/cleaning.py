"""What applications notice while a worker removes what is over: `python -m tests.bench.cleaning postgresql sqlite`.

The provider itself, on a database with its settings as shipped, gets refreshes at a steady pace; `idp worker` is a
process of its own. `tests/bench/housekeeping.py` looks at two workers and at the pause, without a provider.
"""

import argparse
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa

from idp.clock import utc_now
from idp.store.db import engine_options, prepare_engine
from idp.store.models import UsedAssertion
from tests.bench.driving import percentiles
from tests.bench.housekeeping import row
from tests.bench.ours import NAME, NO_REGISTER, Stores, serving, stores
from tests.bench.pace import REFRESH
from tests.bench.storm import PER_SECOND, asking, paced
from tests.bench.targets import Target
from tests.servers import BIN, provider_settings
from tests.waiting import until

ROWS, SECONDS = 100_000, 3.0
_AT_ONCE = 5_000
_LONGEST = 1800
"""Seconds a removal may take before the measurement is given up."""


class Removal:
    """Expired rows, and how long it takes until they are gone."""

    def __init__(self, url: str, rows: int) -> None:
        self._engine = sa.create_engine(url, **engine_options(url))
        self._rows = rows
        self._thread = threading.Thread(target=self._look)
        self.seconds: float | None = None
        prepare_engine(self._engine)
        with self._engine.begin() as connection:
            for _ in range(0, rows, _AT_ONCE):
                expired = [row(-timedelta(hours=1)) for _ in range(_AT_ONCE)]
                connection.execute(sa.insert(UsedAssertion), expired)

    @property
    def per_second(self) -> float:
        """Rows removed; 0 as long as some are left."""
        return self._rows / self.seconds if self.seconds else 0.0

    def start(self) -> None:
        """Wait for the first row that goes, then look for the end: the start of the worker is not counted."""
        until(lambda: self._left() < self._rows, seconds=_LONGEST, what="the first removal")
        self._thread.start()

    def join(self) -> None:
        """Wait for the end."""
        self._thread.join()
        self._engine.dispose()

    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self._left() == 0

    def _look(self) -> None:
        begun = time.perf_counter()
        until(self.is_over, seconds=_LONGEST, what="the last removal", every=0.2)
        self.seconds = time.perf_counter() - begun

    def _left(self) -> int:
        expired = sa.select(sa.func.count()).where(UsedAssertion.expires_at < utc_now())
        with self._engine.connect() as connection:
            return connection.scalar(expired) or 0


def measure(places: Stores, engine: str, rows: int) -> None:
    """Refresh for a while, then while a worker removes; print both."""
    name = f"cleaning_{engine}"
    url = places.fresh(engine, name)
    with serving(places, engine, name=name, hashing=False, url=url, embedded_worker="false") as target:
        _refreshes(target)  # the first ones, unlike all later ones, find nothing loaded
        quiet = _refreshes(target)
        removal = Removal(url, rows)
        busy: list[float] = []
        with _worker(target.address, url, places.folder / f"server-{name}"):
            removal.start()
            while True:
                took = _refreshes(target)
                if removal.is_over() and busy:
                    break  # the last ones were partly alone
                busy += took
            removal.join()
    print(f"{NAME[engine]}: {rows:,} rows removed, {removal.per_second:,.0f} a second")
    for what, took in (("alone", quiet), ("meanwhile", busy)):
        p50, p95, p99 = percentiles(took)
        print(
            f"  refreshes {what:<10} {len(took):>5}  p50 {p50:.1f}  p95 {p95:.1f}  p99 {p99:.1f} ms",
            flush=True,
        )


def _refreshes(target: Target) -> list[float]:
    told = paced(asking(target, SECONDS))
    if told["errors"]:
        raise AssertionError(told["errors"][0])
    return list(told["ms"][REFRESH])


@contextmanager
def _worker(address: str, url: str, folder: Path) -> Iterator[None]:
    settings = provider_settings(address, url, folder, population_url=NO_REGISTER)
    with (folder / "worker.log").open("wb") as log:
        process = subprocess.Popen(
            [BIN / "idp", "worker"], env={**os.environ, **settings}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait()


def main() -> None:
    """Measure on each database."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.cleaning", description=__doc__)
    parser.add_argument("engines", nargs="+", choices=[*NAME])
    parser.add_argument("--rows", type=int, default=ROWS, help=f"expired rows, in steps of {_AT_ONCE:,}")
    options = parser.parse_args()
    print(
        f"{PER_SECOND} requests a second of five kinds; the refreshes among them, counted from when they were due"
    )
    with tempfile.TemporaryDirectory() as folder, stores(Path(folder)) as places:
        for engine in options.engines:
            measure(places, engine, options.rows)


if __name__ == "__main__":
    main()
