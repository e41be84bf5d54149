"""Which server carries the application best: `python -m tests.bench.servers`, after `make bench-peers`.

The same application in one process of sixteen threads behind each, on SQLite, asked by the same driver in shuffled
rounds. It prints the table of docs/operations.md.
"""

import argparse
import os
import random
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from idp.config import Settings
from tests.architecture.source import ROOT
from tests.bench.driving import Cell, measure, middle
from tests.bench.machine import about
from tests.bench.ours import LEAN, NO_REGISTER, PATHS, populate
from tests.bench.peering import INSTALLED
from tests.bench.processes import Nobody, Processes
from tests.bench.rows import SIGN_IN
from tests.bench.tables import Table
from tests.bench.targets import CLIENTS, CREDENTIALS, DISCOVERY, JWKS, Actor, Target
from tests.engines import SqliteEngine, workshop
from tests.servers import BIN, free_ports, provider_settings, running

OTHERS = INSTALLED / "servers"
PACKAGES = Path(sysconfig.get_path("purelib", vars={"base": str(OTHERS), "platbase": str(OTHERS)}))
THREADS = Settings(env="demo").threads
APPLICATION = "idp.serving:application"
"""What granian's processes call, too: it returns the application."""

PYTHON = [str(BIN / "python"), *LEAN]
COMMANDS: dict[str, Callable[[int], list[str]]] = {
    "granian": lambda _port: [str(BIN / "idp"), "serve"],
    "gunicorn, gthread": lambda port: [
        *PYTHON, "-m", "gunicorn", "--worker-class=gthread", "--workers=1", f"--threads={THREADS}",
        f"--bind=127.0.0.1:{port}", f"{APPLICATION}()",
    ],
    "waitress": lambda port: [
        *PYTHON, "-m", "waitress", f"--threads={THREADS}", f"--listen=127.0.0.1:{port}", "--call", APPLICATION,
    ],
    "uWSGI": lambda port: [
        *PYTHON, "-c", "import pyuwsgi; pyuwsgi.run()", "--processes=1", f"--threads={THREADS}", "--enable-threads",
        f"--http11-socket=127.0.0.1:{port}", "--disable-logging", "--need-app", "--buffer-size=65535",
        f"--module={APPLICATION}()",
    ],
}  # fmt: skip
KINDS: dict[str, Callable[[Actor], object]] = {
    DISCOVERY: Actor.discovery,
    JWKS: Actor.jwks,
    CREDENTIALS: Actor.client_credentials,
    SIGN_IN: Actor.sign_in,
}


@contextmanager
def served(name: str, folder: Path) -> Iterator[Target]:
    """The application behind one of the servers while a block runs, on a database of its own."""
    folder.mkdir()
    url = SqliteEngine(workshop()).fresh(folder)
    people = populate(url, folder)
    port = free_ports(1)[0]
    address = f"http://localhost:{port}"
    environment = provider_settings(
        address, url, folder, population_url=NO_REGISTER, embedded_worker="false", workers="1"
    )
    with running(
        COMMANDS[name](port),
        address=address,
        log=folder / "server.log",
        environment={**environment, "PYTHONPATH": f"{ROOT}{os.pathsep}{PACKAGES}"},
        asks="/readyz",
    ) as server:
        yield Target(
            name=name,
            address=address,
            paths=PATHS,
            people=people,
            scenarios=tuple(KINDS),
            processes=Processes.of(server.process),
            keeps="sen_device",
        )


def measured(folder: Path, rounds: int, seconds: float) -> list[list[str]]:
    """A line of cells for each kind of request at each server."""
    with ExitStack() as stack:
        targets = [
            stack.enter_context(served(name, folder / str(number))) for number, name in enumerate(COMMANDS)
        ]
        actors = {target.name: [Actor(target, number) for number in range(CLIENTS)] for target in targets}
        cells: dict[tuple[str, str], list[Cell]] = {
            (kind, target.name): [] for kind in KINDS for target in targets
        }
        order = [(kind, target) for kind in KINDS for target in targets]
        for number in range(rounds + 1):
            random.shuffle(order)
            for kind, target in order:
                work = [lambda actor=actor, kind=kind: KINDS[kind](actor) for actor in actors[target.name]]
                cell = measure(work, target.processes, Nobody(), seconds if number else 0)
                if number:  # in the first one everything is loaded and remembered
                    cells[kind, target.name].append(cell)
        memory = {
            target.name: sum(process.rss for process in target.processes.memory()) for target in targets
        }
    return [_line(kind, name, middle(found), memory[name]) for (kind, name), found in cells.items()]


def _line(kind: str, name: str, cell: Cell, memory: float) -> list[str]:
    figures = f"{cell.cpu_ms:.2f}", f"{cell.per_second:.0f}", f"{cell.p99_ms:.1f}", f"{memory:.0f}"
    return [kind, name, *figures]


def main() -> None:
    """Measure, and print the table with where and when."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.servers", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is asked everything")
    parser.add_argument("--seconds", type=float, default=2.0, help="how long each time")
    options = parser.parse_args()
    if not PACKAGES.is_dir():
        sys.exit("The other servers are not installed: make bench-peers.")
    told = about()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(Path(folder), options.rounds, options.seconds)
    caption = (
        f"{told['when']}, {told['cores']} cores of {told['processor']}, load {told['load']} at the start:"
    )
    columns = ("request", "server", "CPU ms", "per s", "p99 ms", "RSS MiB, all processes")
    print(Table(caption, columns, rows).as_markdown())


if __name__ == "__main__":
    main()
