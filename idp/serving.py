"""The provider as `idp serve` runs it: one application per process, the worker beside it where it is embedded."""

import ctypes
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from idp import measures
from idp.config import Settings
from idp.logs import granian_logs, write_logs
from idp.variables import ConfigurationError

if TYPE_CHECKING:
    from flask import Flask

_LONGEST_HEAD = 64 * 1024
_KILL_SECONDS = 25
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
    from idp.hashing import passwords_of  # noqa: PLC0415  see above
    from idp.working import start_embedded  # noqa: PLC0415  see above

    settings = Settings.from_environment()
    write_logs(settings.log_format_in_force)
    if folder := settings.measures_dir:
        measures.begin(folder)
    keep_memory_together()
    app = create_app(settings, passwords=passwords_of(settings))
    if settings.embedded_worker:
        start_embedded(app)
    return app


def begin(settings: Settings) -> NoReturn:
    """Become the process that serves: what brought us here, the command line above all, is left behind.

    Args:
        settings: What the deployment decided; read again from the environment afterwards.

    Raises:
        ConfigurationError: Something that was asked for cannot be; the text says what.
    """
    _make_ready(settings)
    os.execv(sys.executable, [sys.executable, *_LEAN, "-m", __name__])  # noqa: S606  ourselves, with no shell


def serve(settings: Settings) -> None:
    """Serve until told to stop; requests under way are finished first.

    Args:
        settings: What the deployment decided; the processes read it again from the environment.
    """
    Granian(
        "idp.serving:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=settings.workers,
        blocking_threads=settings.threads,
        websockets=False,
        http1_settings=HTTP1Settings(max_buffer_size=_LONGEST_HEAD),
        respawn_failed_workers=True,
        workers_kill_timeout=_KILL_SECONDS,
        log_dictconfig=granian_logs(settings.log_format_in_force),
        log_level="warning",  # type: ignore[arg-type]  # its enum takes the text
    ).serve()


def _make_ready(settings: Settings) -> None:
    if settings.tracing_endpoint:
        from idp.tracing import check_installed  # noqa: PLC0415  an extra, which few have installed

        check_installed()
    if folder := settings.measures_dir:
        try:
            measures.make_room(folder)
        except OSError as cause:
            raise ConfigurationError(
                f"IDP_METRICS_TOKEN: nothing can be measured in {folder} ({cause.strerror})."
            ) from cause


def keep_memory_together() -> None:
    """Let threads share one memory arena, and give large pieces back at once.

    With an arena for each, a process grows by what each thread has once needed; and after the first password
    glibc would keep the 19 MiB a hash takes.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_ARENAS, 1)
        mallopt(_APART_FROM, 128 * 1024)


if __name__ == "__main__":
    serve(Settings.from_environment())
