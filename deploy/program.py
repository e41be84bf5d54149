"""One program of the demo: starting it, asking whether it answers, ending it with everything it started."""

import ctypes
import http.client
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, cast

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("IDP_DATA_DIR") or ROOT / "instance").resolve()
LOGS = INSTANCE / "logs"
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """Why the demo does not run, in one sentence or with the tail of a log."""


class Running(Protocol):
    """A program that was started, as `subprocess` has it."""

    pid: int

    def poll(self) -> int | None:
        """How it ended, or None while it runs."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; how it did."""


class Forked:
    """A module run in a copy of this program: what has been imported here need not be loaded once more.

    Args:
        module: What `python -m` would run.
        log: Where its output goes.
        environment: Its environment.
    """

    def __init__(self, module: str, log: Path, environment: dict[str, str]) -> None:
        # This program has one thread: a copy is whole.
        copies = multiprocessing.get_context("fork")
        self._process = copies.Process(target=_run, args=(module, log, environment), name=module)
        self._process.start()
        self.pid = cast("int", self._process.pid)
        with suppress(OSError):  # it does the same: whoever comes first
            os.setpgid(self.pid, self.pid)

    def poll(self) -> int | None:
        """How it ended, or None while it runs."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended; how it did.

        Args:
            timeout: Seconds.

        Raises:
            subprocess.TimeoutExpired: It still runs.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return self._process.exitcode


@dataclass
class Program:
    """One program of the demo.

    Args:
        name: Its log is called so.
        says: What it is called in what is printed.
        variable: Names its port.
        usual_port: Where it listens else.
        command: What starts it, given the port; or the module of ours that is run.
        asks: Which address says that it serves.
    """

    name: str
    says: str
    variable: str
    usual_port: int
    command: Callable[[int], list[str]] | str
    asks: str = "/"
    process: Running | None = field(default=None, repr=False)

    @property
    def port(self) -> int:
        """Where it listens: the environment may say otherwise."""
        given = os.environ.get(self.variable) or str(self.usual_port)
        if not given.isdecimal() or not 0 < int(given) < 65536:
            raise CannotStart(f"{self.variable} must be a port number, not {given!r}.")
        return int(given)

    @property
    def address(self) -> str:
        """Where people find it."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """Where its output goes."""
        return LOGS / f"{self.name}.log"

    def start(self, environment: dict[str, str]) -> None:
        """Start it, in a group of its own that ends when this program does."""
        if isinstance(self.command, str):
            self.process = Forked(self.command, self.log, environment)
            return
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                self.command(self.port),
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509  this program has one thread
            )

    def has_ended(self) -> bool:
        """Whether it was started and is gone."""
        return self.process is not None and self.process.poll() is not None

    def answers(self) -> bool:
        """Whether it serves its first page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", self.asks, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def tell(self, number: int) -> None:
        """Send a signal to it and everything it started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def tail(self) -> str:
        """The last lines of its log."""
        lines = self.log.read_text(errors="replace").splitlines()[-20:]
        return "\n".join(f"  {line}" for line in lines)


def _run(module: str, log: Path, environment: dict[str, str]) -> None:
    with suppress(OSError):
        os.setpgid(0, 0)
    _end_with_parent()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    with log.open("wb") as file:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(file.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[1:] = []
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    # Linux only; elsewhere a killed parent leaves the demo running.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
