"""Logs: one record a line on standard error, as JSON or as text. What each field means: `docs/observing.md`.

Whatever reaches the log, from here or from a library, goes through one of the two writers in this module: lines of
requests through structlog, every other record through a formatter that ends in the same processors.
"""

import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator, MutableMapping
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO, Literal

import msgspec

from idp.clock import utc_now

LogFormat = Literal["json", "text"]

TRACE: ContextVar[str] = ContextVar("trace", default="")
"""The trace that the running request belongs to; empty outside of requests."""

_MOST_FRAMES = 12
_MOST_ERRORS = 4
_HOMES = (
    f"{Path(msgspec.__file__).parent.parent}/",
    f"{Path(os.__file__).parent}/",
    f"{Path(__file__).parent.parent}/",
)
"""Folders whose names say nothing: those of libraries, of Python's own modules, and of ours."""

Told = MutableMapping[str, Any]
_write: list[Callable[..., object]] = []
"""What writes the line of a request, where this process writes logs."""


def write_logs(log_format: LogFormat) -> None:
    """Write the log of this process to standard error from now on.

    Args:
        log_format: `json` for programs, `text` for people.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter(log_format))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    _write[:] = [request_writer(log_format, sys.stderr.buffer)]


def note_request(**fields: Any) -> None:
    """Write the line of one request, where this process writes logs.

    Args:
        fields: What is told of it.
    """
    for write in _write:
        write(**fields)


def request_writer(log_format: LogFormat, stream: BinaryIO) -> Callable[..., object]:
    """What writes lines of requests.

    Args:
        log_format: As in `write_logs`.
        stream: Where to; each line is one write, so that those of several processes do not mix.
    """
    log = _structlog().wrap_logger(
        _structlog().BytesLogger(stream),
        processors=[_of_request, _BYTES[log_format]],
        wrapper_class=_structlog().make_filtering_bound_logger(logging.INFO),
        context_class=dict,
    )
    write: Callable[..., object] = log.bind().info
    return lambda **fields: write("request", **fields)


def formatter(log_format: LogFormat) -> logging.Formatter:
    """A formatter for the records of `logging`.

    Args:
        log_format: As in `write_logs`.
    """
    made: logging.Formatter = _structlog().stdlib.ProcessorFormatter(
        processors=[_of_record, lambda _, __, told: _BYTES[log_format](_, __, told).decode()]
    )
    return made


def granian_logs(log_format: LogFormat) -> dict[str, Any]:
    """How the HTTP server is told to write its own records like ours: a `logging` configuration.

    Args:
        log_format: As in `write_logs`.
    """
    return {
        "formatters": {"ours": {"()": f"{__name__}.formatter", "log_format": log_format}},
        "handlers": {
            "ours": {"class": "logging.StreamHandler", "formatter": "ours", "stream": "ext://sys.stderr"}
        },
        "loggers": {
            name: {"handlers": ["ours"], "level": "INFO", "propagate": False}
            for name in ("_granian", "granian.access")
        },
    }


def _structlog() -> ModuleType:
    # Late: commands that write no logs do without it. And without what it likes to have for a coloured console,
    # which costs 6 MB where a test tool has brought it along.
    if "structlog" not in sys.modules and "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment]  # the documented way to make an import fail
        try:
            import structlog  # noqa: PLC0415  commands that write no log go without
        finally:
            del sys.modules["rich"]
    import structlog  # noqa: PLC0415  commands that write no log go without

    return structlog


def _now() -> str:
    now = utc_now()
    return f"{_second(now.replace(microsecond=0))}.{now.microsecond // 1000:03d}Z"


@lru_cache(maxsize=4)
def _second(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def _of_request(_logger: object, level: str, told: Told) -> Told:
    return {"time": _now(), "level": level, "logger": "idp.request", "event": told.pop("event"), **told}


def _of_record(_logger: object, level: str, told: Told) -> Told:
    line = {
        "time": _now(),
        "level": level,
        "logger": told["_record"].name,
        "event": _on_one_line(told["event"]),
    }
    if trace := TRACE.get():
        line["trace"] = trace
    info = told.get("exc_info")
    if info and info[1] is not None:
        line["exception"] = list(_without_words(info[1]))
    return line


def _without_words(error: BaseException) -> Iterator[dict[str, Any]]:
    """An exception and what caused it: types and places. The texts of exceptions hold what people typed."""
    for _ in range(_MOST_ERRORS):
        frames = [
            f"{_short(frame.f_code.co_filename)}:{number} {frame.f_code.co_name}"
            for frame, number in traceback.walk_tb(error.__traceback__)
        ]
        yield {"type": f"{type(error).__module__}.{type(error).__qualname__}", "at": frames[-_MOST_FRAMES:]}
        following = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if following is None:
            return
        error = following


def _short(file: str) -> str:
    home = next((home for home in _HOMES if file.startswith(home)), "")
    return file.removeprefix(home)


def _on_one_line(text: str) -> str:
    # Control characters in a value could forge a line of their own (ASVS 16.4.1), others turn round how it is read.
    return text if text.isprintable() else "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _as_json(_logger: object, _level: str, told: Told) -> bytes:
    return msgspec.json.encode(told)


def _as_text(_logger: object, _level: str, told: Told) -> bytes:
    head = " ".join((told.pop("time"), told.pop("level").upper(), told.pop("logger"), told.pop("event")))
    errors = "".join(f" [{each['type']} at {' > '.join(each['at'])}]" for each in told.pop("exception", ()))
    rest = "".join(f" {name}={value}" for name, value in told.items())
    return _on_one_line(f"{head}{rest}{errors}").encode()


_BYTES: dict[LogFormat, Callable[[object, str, Told], bytes]] = {"json": _as_json, "text": _as_text}
