"""Several requests at once, each in a transaction of its own, as real threads on the real database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from flask import Flask

from idp.store.db import db


def race(app: Flask, runners: int, act: Callable[[int], Any]) -> list[Any]:
    """Let every runner act at the same moment and commit; what each of them got.

    Args:
        app: The application; each runner has a context, and so a database session, of its own.
        runners: How many threads.
        act: What each does, given its place.
    """
    db.session.commit()
    gate = threading.Barrier(runners)

    def run(place: int) -> Any:
        with app.app_context():
            gate.wait()
            result = act(place)
            db.session.commit()
            return result

    with ThreadPoolExecutor(runners) as threads:
        return list(threads.map(run, range(runners)))
