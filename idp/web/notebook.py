"""Things worth noting about requests, written together after the answer has left: a request pays for none of them."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from flask import Flask, Response

from idp.store import patience
from idp.store.db import db

_SECONDS = 3.0
"""How long the thread of a request, whose answer has left, may be kept by a database that does not answer."""

Row = TypeVar("Row")
_log = logging.getLogger(__name__)


class Notebook(Generic[Row]):
    """Notes of one kind, kept in memory until there is time to write them.

    Args:
        write: Writes some notes in the running transaction; committed afterwards.
        every: Seconds between two writings, at least.
        most: Notes kept at most; further ones push out the oldest.
    """

    def __init__(
        self, write: Callable[[Sequence[Row]], None], *, every: float = 1.0, most: int = 2_000
    ) -> None:
        self._write = write
        self._every = every
        self._most = most
        self._rows: list[Row] = []
        self._written_at = time.monotonic()
        self._lock = threading.Lock()

    def note(self, row: Row) -> None:
        """Keep a note."""
        with self._lock:
            self._rows.append(row)
            del self._rows[: -self._most]

    def is_due(self) -> bool:
        """Whether there is something to write, and enough time has passed."""
        return bool(self._rows) and time.monotonic() - self._written_at >= self._every

    def flush(self) -> int:
        """Write what there is, in a transaction of its own; how many. What cannot be written is dropped, and told."""
        with self._lock:
            rows, self._rows = self._rows, []
            self._written_at = time.monotonic()
        if not rows:
            return 0
        try:
            self._write(rows)
            db.session.commit()
        except Exception as error:  # noqa: BLE001  a note is never worth a failure
            db.session.rollback()
            _log.warning("%d notes were not written: %s", len(rows), type(error).__name__)
            return 0
        return len(rows)


def write_after_answers(app: Flask, notebooks: Sequence[Notebook[Row]]) -> None:
    """Have notebooks written after the answer of whichever request finds them due.

    Args:
        app: The application.
        notebooks: What is written.
    """

    @app.after_request
    def look(response: Response) -> Response:
        if any(each.is_due() for each in notebooks):
            response.call_on_close(lambda: _flush(app, notebooks))
        return response


def _flush(app: Flask, notebooks: Sequence[Notebook[Row]]) -> None:
    with app.app_context(), patience.at_most(_SECONDS):
        for each in notebooks:
            if each.is_due():
                each.flush()
        db.session.remove()
