"""How long writers wait while workers remove what is over: `python -m tests.bench.housekeeping postgresql|sqlite`.

The databases are those of the tests, which trust the machine: nothing is forced to disk. What is measured is
waiting for each other, not the disk.
"""

import secrets
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import scoped_session, sessionmaker

from idp.clock import utc_now
from idp.outbound.housekeeping import BATCH, PAUSE_SECONDS
from idp.store.db import engine_options, prepare_engine
from idp.store.models import UsedAssertion
from idp.store.repositories.expired_rows import EXPIRIES, ExpiredRows
from tests.engines import ENGINES, PostgresqlEngine, workshop

ROWS, WRITERS, QUIET_SECONDS = 50_000, 4, 3.0
EXPIRY = next(each for each in EXPIRIES if each.column.class_ is UsedAssertion)


class Load:
    """Writers that add one row in each transaction, and note how long it took."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._stopping = threading.Event()
        self._writers = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        self.seconds: list[float] = []

    def engine(self) -> sa.Engine:
        """A pool of its own, as each process has."""
        made = sa.create_engine(self._url, **engine_options(self._url))
        prepare_engine(made)
        return made

    def start(self) -> None:
        """Begin to write."""
        for writer in self._writers:
            writer.start()

    def stop(self) -> None:
        """End it."""
        self._stopping.set()
        for writer in self._writers:
            writer.join()

    def _write(self) -> None:
        engine = self.engine()
        while not self._stopping.is_set():
            begun = time.perf_counter()
            with engine.begin() as connection:
                connection.execute(sa.insert(UsedAssertion), [row(timedelta(days=9))])
            self.seconds.append(time.perf_counter() - begun)
            self._stopping.wait(0.002)
        engine.dispose()


def row(left: timedelta) -> dict[str, object]:
    """A row that is over after some time, or was before."""
    return {"digest": secrets.token_urlsafe(32), "expires_at": utc_now() + left}


def remove_all(engine: sa.Engine, pause: float, batches: list[float]) -> None:
    """What a worker does, until nothing is left."""
    session = scoped_session(sessionmaker(engine))
    rows = ExpiredRows(session, utc_now)
    removed = BATCH
    while removed:
        begun = time.perf_counter()
        removed = rows.remove(EXPIRY, BATCH)
        session.commit()
        session.remove()
        if removed:
            batches.append(time.perf_counter() - begun)
            threading.Event().wait(pause)
    engine.dispose()


def shown(what: str, seconds: list[float]) -> str:
    """Percentiles, in milliseconds."""
    ordered = sorted(seconds)
    parts = (f"p{part} {ordered[int(len(ordered) * part / 100)] * 1000:.1f}" for part in (50, 95, 99))
    return f"{what:<24} {len(ordered):>6}  {'  '.join(parts)}  most {ordered[-1] * 1000:.1f} ms"


def measure(url: str, workers: int, pause: float) -> None:
    """Write for a while, then write while workers remove."""
    load = Load(url)
    engine = load.engine()
    with engine.begin() as connection:
        for _ in range(0, ROWS, 5_000):
            connection.execute(sa.insert(UsedAssertion), [row(-timedelta(hours=1)) for _ in range(5_000)])
    load.start()
    threading.Event().wait(QUIET_SECONDS)
    quiet, load.seconds = load.seconds, []
    begun, batches = time.perf_counter(), list[float]()
    removing = [
        threading.Thread(target=remove_all, args=(load.engine(), pause, batches)) for _ in range(workers)
    ]
    for each in removing:
        each.start()
    for each in removing:
        each.join()
    took, busy = time.perf_counter() - begun, load.seconds
    load.stop()
    engine.dispose()
    print(f"{workers} workers, {pause * 1000:.0f} ms between batches: {ROWS / took:,.0f} rows a second")
    print(
        "\n".join(
            [shown("writes, quiet", quiet), shown("writes, meanwhile", busy), shown("batches", batches)]
        )
    )


def main() -> None:
    """Measure with and without a pause between batches."""
    engine = ENGINES[sys.argv[1]](workshop())
    for pause in (0.0, PAUSE_SECONDS):
        with tempfile.TemporaryDirectory() as folder:
            measure(engine.fresh(Path(folder)), 2, pause)
    if isinstance(engine, PostgresqlEngine):
        engine.close()


if __name__ == "__main__":
    main()
