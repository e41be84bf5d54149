"""Real programs on free ports of this machine: started, waited for, ended with everything they started."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.architecture.source import ROOT
from tests.waiting import until

BIN = Path(sys.executable).parent
SERVE = [sys.executable, "-OO", "-X", "no_debug_ranges", "-m", "idp.serving"]
"""What `idp serve` becomes; `tests/test_light_start.py` looks at how it does."""
SERVE_WITH_CHEAP_HASHES = [*SERVE[:-1], "tests.bench.cheap"]
"""The same where passwords are not what is tested."""

SECONDS_TO_END = 10
KEEPS_WHAT_IT_COMPILES = {"PYTHONDONTWRITEBYTECODE": ""}
"""Servers run without docstrings, which pip does not compile: else each start would compile everything again."""


@dataclass
class Server:
    """A program that runs, and where it listens."""

    address: str
    process: "subprocess.Popen[bytes]"
    log: Path
    is_ended: bool = False
    first_answer: float = 0.0
    """Seconds from its start until it answered."""

    def kill(self) -> None:
        """End it and everything it started, at once and without a word (SIGKILL)."""
        # Once only: afterwards the number may be somebody else's.
        if not self.is_ended:
            self.is_ended = True
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(SECONDS_TO_END)

    def end(self) -> None:
        """End it as an operator would (SIGTERM); what does not listen is killed."""
        if self.is_ended:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            pass
        finally:
            self.kill()


@contextmanager
def running(
    command: Sequence[str | Path],
    *,
    address: str,
    log: Path,
    environment: Mapping[str, str],
    asks: str = "/",
    seconds: float = 60,
) -> Iterator[Server]:
    """A program while a block runs; it has answered once before the block begins.

    Args:
        command: What to start.
        address: Where it will listen.
        log: Where its output goes; its end is shown when it does not start.
        environment: Variables on top of the test's own.
        asks: The path that tells it is ready.
        seconds: How long it may take to answer.
    """
    began = time.perf_counter()
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **KEEPS_WHAT_IT_COMPILES, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    server = Server(address, process, log)

    def answers() -> bool:
        if process.poll() is not None:
            raise AssertionError(f"{command} ended:\n{log.read_text()[-4000:]}")
        with suppress(requests.RequestException):
            return requests.get(address + asks, timeout=5).status_code < 400
        return False

    try:
        until(answers, seconds=seconds, what=f"an answer of {command}", every=0.01)
        server.first_answer = time.perf_counter() - began
        yield server
    finally:
        server.end()


@contextmanager
def provider(
    database_url: str,
    folder: Path,
    *,
    port: int | None = None,
    command: Sequence[str] = SERVE,
    **settings: str,
) -> Iterator[Server]:
    """`idp serve` on a database that is already migrated.

    Args:
        database_url: Where its tables are.
        folder: Its data folder; its log is written there too.
        port: Where to listen; a free one if left out. The issuer follows from it.
        command: What serves.
        settings: Further settings, by their names without the prefix: `workers="2"`.
    """
    port = port or free_ports(1)[0]
    address = f"http://localhost:{port}"
    with running(
        command,
        address=address,
        log=folder / "provider.log",
        environment=provider_settings(address, database_url, folder, **settings),
        asks="/readyz",
    ) as server:
        yield server


def provider_settings(address: str, database_url: str, folder: Path, **settings: str) -> dict[str, str]:
    """The environment of a provider that the tests start, for `idp serve` and for commands beside it."""
    return {
        "IDP_ENV": "demo",
        "IDP_ISSUER": address,
        "IDP_PORT": address.rpartition(":")[2],
        "IDP_DATA_DIR": str(folder),
        "IDP_DATABASE_URL": database_url,
        "IDP_POPULATION_URL": "in-process:tiny",
        **{f"IDP_{name.upper()}": value for name, value in settings.items()},
    }


def idp(*arguments: str, environment: Mapping[str, str], typed: str | None = None) -> str:
    """Run one command of `idp`; what it printed. A command that fails fails the test."""
    done = subprocess.run(
        [BIN / "idp", *arguments],
        cwd=ROOT,
        env={**os.environ, **KEEPS_WHAT_IT_COMPILES, **environment},
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, f"idp {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, from below the range that outgoing connections take theirs from.

    A server that is killed and started again on its port finds it free.
    """
    with ExitStack() as held:
        found: list[int] = []
        while len(found) < count:
            port = random.randrange(15_000, 32_000)
            probe = held.enter_context(socket.socket())
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                found.append(port)
        return found
