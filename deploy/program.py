"""One program of the demo: starting it, asking whether it answers, ending it with everything it started."""

import ctypes
import http.client
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = Path(os.environ.get("IDP_DATA_DIR") or ROOT / "instance").resolve()
LOGS = INSTANCE / "logs"
PR_SET_PDEATHSIG = 1


class CannotStart(Exception):
    """Why the demo does not run, in one sentence or with the tail of a log."""


@dataclass
class Program:
    """One program of the demo."""

    name: str
    says: str
    variable: str
    usual_port: int
    command: Callable[[int], list[str]]
    asks: str = "/"
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

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


def _end_with_parent() -> None:
    # Linux only; elsewhere a killed parent leaves the demo running.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
