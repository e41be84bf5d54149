"""What a process would write to its log, kept for a test to read."""

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from idp import logs


class Logbook:
    """Everything that was written, in order."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()

    @property
    def text(self) -> str:
        """All of it."""
        return self.stream.getvalue().decode()

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each line read as JSON."""
        return [json.loads(line) for line in self.text.splitlines()]

    def requests(self) -> list[dict[str, Any]]:
        """The lines of requests."""
        return [line for line in self.lines if line["logger"] == "idp.request"]


@contextmanager
def logbook(log_format: logs.LogFormat = "json") -> Iterator[Logbook]:
    """Write the log of this process into a book for the length of a block.

    Args:
        log_format: As the setting.
    """
    book, root = Logbook(), logging.getLogger()
    handler = logging.StreamHandler(io.TextIOWrapper(book.stream, "utf-8", write_through=True))
    handler.setFormatter(logs.formatter(log_format))
    level, before = root.level, list(logs._write)
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logs._write[:] = [logs.request_writer(log_format, book.stream)]
    try:
        yield book
    finally:
        logs._write[:] = before
        root.setLevel(level)
        root.removeHandler(handler)
        handler.stream.detach()
