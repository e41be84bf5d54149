"""Several requests at once, each in a transaction of its own, as real threads on the real database."""

import threading
from collections.abc import Callable
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
    results: list[Any] = [None] * runners
    failures: list[BaseException] = []

    def run(place: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[place] = act(place)
                db.session.commit()
            except BaseException as error:
                db.session.rollback()
                failures.append(error)

    threads = [threading.Thread(target=run, args=(place,)) for place in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results
