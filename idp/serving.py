"""The provider as `idp serve` runs it: one application per process, the worker beside it where it is embedded."""

import ctypes
import logging
import os
import resource
import sys
from typing import TYPE_CHECKING, NoReturn

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from idp.config import Settings

if TYPE_CHECKING:
    from flask import Flask

_LONGEST_HEAD = 64 * 1024
_HEAD_MILLISECONDS = 20_000
"""A head that is not whole by then is not waited for; as long a connection without a request is kept.

A proxy that keeps connections has to let go of them earlier, or it may send a request into one that just ended.
"""
_WAITING = 2_048
"""Connections that the system holds until a process takes them."""
_CONNECTIONS = 4_096
"""Connections one process has at a time; idle ones and half heads count, so it is far more than requests."""
_SPARE_FILES = 512
"""Files of a process that are no connections: the database, the register, mail."""
_LEAN = ("-OO", "-X", "no_debug_ranges")
"""Neither docstrings nor the columns of each line are loaded: those are for people, and cost 6 MB a process.

Assertions go with them; nothing here rests on one.
"""
_ARENAS = -8  # M_ARENA_MAX of glibc
_APART_FROM = -3  # M_MMAP_THRESHOLD


def application() -> "Flask":
    """Build the application of one server process, and its embedded worker."""
    # Here, not above: the process that only watches over the others stays small.
    from idp.app import create_app  # noqa: PLC0415  see above
    from idp.working import start_embedded  # noqa: PLC0415  see above

    settings = Settings.from_environment()
    write_logs()
    keep_memory_together()
    app = create_app(settings)
    if settings.embedded_worker:
        start_embedded(app)
    return app


def begin() -> NoReturn:
    """Become the process that serves: what brought us here, the command line above all, is left behind.

    The settings are read again from the environment.
    """
    os.execv(sys.executable, [sys.executable, *_LEAN, "-m", __name__])  # noqa: S606  ourselves, with no shell


def serve(settings: Settings) -> None:
    """Serve until told to stop; requests under way are finished first, for `IDP_STOP_WAIT` at most.

    SIGHUP lets a new process take the place of each one, one after the other.

    Args:
        settings: What the deployment decided; the processes read it again from the environment.
    """
    _allow_files(_CONNECTIONS + _SPARE_FILES)
    Granian(
        "idp.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        websockets=False,
        backlog=_WAITING,
        backpressure=_CONNECTIONS,
        http1_settings=HTTP1Settings(header_read_timeout=_HEAD_MILLISECONDS, max_buffer_size=_LONGEST_HEAD),
        respawn_failed_workers=True,
        workers_lifetime=int(settings.process_lifetime.total_seconds()) or None,
        workers_max_rss=settings.process_memory or None,
        workers_kill_timeout=max(1, int(settings.stop_wait.total_seconds())),
        log_level="warning",  # type: ignore[arg-type]  # its enum takes the text
    ).serve()


def _allow_files(wanted: int) -> None:
    """Let this process and its children open as many files each, where the system permits it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY:
        wanted = min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def keep_memory_together() -> None:
    """Let threads share one memory arena, and give large pieces back at once.

    With an arena for each, a process grows by what each thread has once needed; and after the first password
    glibc would keep the 19 MiB a hash takes.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_ARENAS, 1)
        mallopt(_APART_FROM, 128 * 1024)


def write_logs() -> None:
    """Log to standard error, one line per record, without line breaks from outside."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.getLogger("alembic").setLevel(logging.WARNING)


class _OneLine(logging.Formatter):
    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  the name is logging's
        # Control characters in a value could forge a line of their own (ASVS 16.4.1).
        return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in super().formatMessage(record))


if __name__ == "__main__":
    serve(Settings.from_environment())
