"""The worker as `idp worker` runs it, and as a thread inside `idp serve`."""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.util import Finalize

from flask import Flask

from idp.outbound.worker import Worker
from idp.services import EXTENSION
from idp.store.db import db

_SECONDS_TO_END = 15.0


@dataclass(frozen=True)
class Embedded:
    """A worker that runs beside the application of this process."""

    worker: Worker
    thread: threading.Thread

    def stop(self) -> None:
        """End it; deliveries under way are finished first."""
        self.worker.stop()
        self.thread.join(_SECONDS_TO_END)


def build_worker(app: Flask) -> Worker:
    """A worker on the database of an application."""
    services = app.extensions[EXTENSION]

    @contextmanager
    def unit_of_work() -> Iterator[None]:
        with app.app_context():
            yield
            db.session.commit()

    return Worker(services.outbox, services.deliverers, services.chores, unit_of_work, services.clock)


def run(app: Flask) -> None:
    """Work until interrupted."""
    worker = build_worker(app)
    try:
        worker.run()
    finally:
        worker.stop()


def start_embedded(app: Flask) -> Embedded:
    """Work in a thread beside the server; it ends with the process."""
    worker = build_worker(app)
    thread = threading.Thread(target=worker.run, name="worker", daemon=True)
    thread.start()
    embedded = Embedded(worker, thread)
    atexit.register(embedded.stop)
    # A process of the server leaves without what `atexit` holds (python/cpython#83856, until 3.13).
    Finalize(None, embedded.stop, exitpriority=1)
    return embedded
