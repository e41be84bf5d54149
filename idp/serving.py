"""The provider as `idp serve` runs it: one application per process, the worker beside it where it is embedded."""

import ctypes
import gc
import os
import resource
import signal
import socket
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, NoReturn

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.server.mp import MPServer

from idp import measures
from idp.config import Settings
from idp.logs import granian_logs, write_logs
from idp.variables import ConfigurationError

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
_SECONDS_TO_COME_IN = 2.0
_SECONDS_TO_ASK = 0.5
"""A process that is to end takes nobody in any more, and lets those who are in say what they want.

Its server cuts off connections on which nothing has been said when it is told to stop.
"""
_SECONDS_FOR_KEYS = 1.0
_SO_ATTACH_FILTER = 26  # asm-generic/socket.h
_BPF_RETURN = 0x06  # BPF_RET | BPF_K: a packet is cut to so many bytes, 0 drops it
_LEAN = ("-OO", "-X", "no_debug_ranges")
"""Neither docstrings nor the columns of each line are loaded: those are for people, and cost 6 MB a process.

Assertions go with them; nothing here rests on one.
"""
_ONE_ARENA = ("_RJEM_MALLOC_CONF", "narenas:1,tcache:false")
"""For the allocator that comes with granian: with eight arenas, and a store for each thread, it keeps 3 MB more."""
_ARENAS = -8  # M_ARENA_MAX of glibc
_APART_FROM = -3  # M_MMAP_THRESHOLD


def application() -> "Flask":
    """Build the application of one server process, and its embedded worker."""
    # Nothing that is loaded now is ever let go of: to look for that again and again took a fifth of the start.
    gc.disable()
    # Here, not above: the process that only watches over the others stays small.
    from idp.app import create_app  # noqa: PLC0415  the process that watches stays small
    from idp.hashing import passwords_of, turnstile_of  # noqa: PLC0415  the process that watches stays small
    from idp.working import start_embedded  # noqa: PLC0415  the process that watches stays small

    # Inherited are the handlers of the process that watches: told to stop while loading, this one would go on to serve.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)
    if sys.platform == "linux":
        signal.signal(signal.SIGUSR1, _leave_the_door)
    settings = Settings.from_environment()
    write_logs(settings.log_format_in_force)
    if folder := settings.measures_dir:
        measures.begin(folder)
    app = create_app(settings, passwords=passwords_of(settings), turnstile=turnstile_of(settings))
    know_keys(app)
    if settings.embedded_worker:
        start_embedded(app)
    forget_types()
    gc.freeze()
    gc.enable()
    return app


def forget_types() -> None:
    """Let go of the types written at functions: whoever reads them (dataclasses, models, forms) has done so by now.

    Requests reuse what that frees, more than a megabyte.
    """
    for function in gc.get_objects():
        if isinstance(function, FunctionType):
            del function.__annotations__


def know_keys(app: "Flask") -> None:
    """Read the signing keys before the first request: who has seen them publishes them without a database, too.

    Args:
        app: The application; without a database it is left as it is, and the first request says what is the matter.
    """
    from idp.services import EXTENSION  # noqa: PLC0415  the process that watches stays small
    from idp.store import patience  # noqa: PLC0415  the process that watches stays small

    with app.app_context(), suppress(Exception), patience.at_most(_SECONDS_FOR_KEYS):
        app.extensions[EXTENSION].ring.public_jwks()


def begin(settings: Settings) -> NoReturn:
    """Become the process that serves: what brought us here, the command line above all, is left behind.

    Args:
        settings: What the deployment decided; read again from the environment afterwards.

    Raises:
        ConfigurationError: Something that was asked for cannot be; the text says what.
    """
    _make_ready(settings)
    os.environ.setdefault(*_ONE_ARENA)
    os.execv(sys.executable, [sys.executable, *_LEAN, "-m", __name__])  # noqa: S606  ourselves, with no shell


def serve(settings: Settings) -> None:
    """Serve until told to stop; requests under way are finished first, for `IDP_STOP_WAIT` at most.

    SIGHUP lets a new process take the place of each one, one after the other.

    Args:
        settings: What the deployment decided; the processes read it again from the environment.
    """
    _allow_files(_CONNECTIONS + _SPARE_FILES)
    # Before the first thread: an arena that is there by then is used all the same. The processes inherit it.
    keep_memory_together()
    _OneDoor(
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
        log_dictconfig=granian_logs(settings.log_format_in_force),
        workers_lifetime=int(settings.process_lifetime.total_seconds()) or None,
        workers_max_rss=settings.process_memory or None,
        workers_kill_timeout=max(1, int(settings.stop_wait.total_seconds())),
        log_level="warning",  # type: ignore[arg-type]  # its enum takes the text
    ).serve()


def _make_ready(settings: Settings) -> None:
    if settings.tracing_endpoint:
        from idp.tracing import check_installed  # noqa: PLC0415  an extra, which few have installed

        check_installed()
    if settings.redis_url.reveal():
        from idp.store import redis_rates  # noqa: PLC0415  the same

        redis_rates.check_installed()
    if folder := settings.measures_dir:
        try:
            measures.make_room(folder)
        except OSError as cause:
            raise ConfigurationError(
                f"IDP_METRICS_TOKEN: nothing can be measured in {folder} ({cause.strerror})."
            ) from cause


class _OneDoor(MPServer):
    """Opens one socket that all processes take connections from.

    Granian gives each its own on Linux: what waits at the socket of a process that is replaced is then cut off (unless
    the system moves it on), and while the new process still loads, nobody may be listening at all.
    """

    _sso: socket.socket | None
    _door: int
    """The socket's number in the system, by which a process is seen to have it open."""

    def _init_shared_socket(self) -> None:
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        try:
            door = socket.create_server((self.bind_addr, self.bind_port), family=family, backlog=self.backlog)
        except OSError as error:
            sys.exit(f"{self.bind_addr}:{self.bind_port} cannot be listened on: {error.strerror}.")
        door.setblocking(False)
        self._door = os.fstat(door.fileno()).st_ino
        self._ssp, self._sso = None, door
        # Granian's own types: None is what it starts from, and the stub of the holder names no arguments (descriptor,
        # whether it is a Unix socket, backlog).
        self._sfd = door.fileno()  # type: ignore[assignment]  # None is what granian starts from
        self._shd = SocketHolder(door.fileno(), False, self.backlog)  # type: ignore[assignment,call-arg]  # the stub names none

    def _spawn_worker(self, *args: Any, **named: Any) -> Any:
        """Called for each process that is started; what ends it is granian's, but for a moment before."""
        worker: Any = super()._spawn_worker(*args, **named)
        if sys.platform != "linux":
            return worker
        end = worker.terminate

        def leave_and_end() -> None:
            worker.interrupt_by_parent = True
            with suppress(ProcessLookupError):
                os.kill(worker.inner.pid, signal.SIGUSR1)
            latest = time.monotonic() + _SECONDS_TO_COME_IN
            while _has_open(worker.inner.pid, self._door) and time.monotonic() < latest:
                time.sleep(0.01)  # a signal is not answered: that it was heard shows
            time.sleep(_SECONDS_TO_ASK)  # granian tells nobody what has been said on its connections
            end()

        worker.terminate = leave_and_end
        return worker

    def _drop_shared_socket(self) -> None:
        """Called when we are told to stop, while every process still takes connections."""
        if self._sso is not None and sys.platform == "linux":
            _let_nobody_in(self._sso)
            end = time.monotonic() + _SECONDS_TO_COME_IN
            while _waiting_at(self._sso) and time.monotonic() < end:
                time.sleep(0.01)
        super()._drop_shared_socket()  # type: ignore[no-untyped-call]  # granian's


def _let_nobody_in(door: socket.socket) -> None:
    """Have the system drop whatever comes to a listening socket from now on; who is through already stays.

    Closing it would cut off those who wait, with requests they have sent. Who comes now tries again a second later, as
    after any lost packet, and finds the door shut, or the next server.
    """
    drop_all = ctypes.create_string_buffer(struct.pack("HBBI", _BPF_RETURN, 0, 0, 0))
    program = struct.pack("HP", 1, ctypes.addressof(drop_all))
    door.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, program)


def _leave_the_door(*_: object) -> None:
    """Leave new connections to the other processes: in place of the door stands one that nobody knows of."""
    unknown = socket.socket(socket.AF_UNIX)
    unknown.bind("")  # a name that the system makes up
    unknown.listen()
    unknown.setblocking(False)
    for number in [int(opened.name) for opened in Path("/dev/fd").iterdir()]:
        with (
            suppress(OSError),
            socket.socket(fileno=os.dup(number)) as either,
        ):  # no socket, or one of the door's
            if either.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                os.dup2(unknown.fileno(), number)
    unknown.detach()


def _has_open(process: int, number: int) -> bool:
    """Whether a process of ours has a socket open; not, if the process is gone."""
    with suppress(OSError):
        for each in Path(f"/proc/{process}/fd").iterdir():
            with suppress(OSError):  # closed meanwhile
                if str(each.readlink()) == f"socket:[{number}]":
                    return True
    return False


def _waiting_at(door: socket.socket) -> int:
    """How many connections wait to be taken: `tcpi_unacked` of a listening socket."""
    return int(struct.unpack_from("I", door.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 64), 24)[0])


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


if __name__ == "__main__":
    serve(Settings.from_environment())
