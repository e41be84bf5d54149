"""How long until the first answer: from the start of a provider's program to its first 200.

And how long `./run` takes once it is installed: from its start to the table of what runs where.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from deploy.demo import LAST_LINE, PROGRAMS
from tests.architecture.source import ROOT
from tests.bench.goals import DEMO
from tests.bench.ours import NAME, Stores, populate, started
from tests.bench.peering import CANAILLE, DJANGO_SQLITE, IN_MEMORY, PEERS
from tests.servers import free_ports

AMONG_PEERS = (IN_MEMORY, DJANGO_SQLITE, CANAILLE)
"""One arrangement of each: where it keeps things changes little."""

MOST_OF_PEERS = 3
"""Each has to be filled before it is started."""


def first_answers(stores: Stores, times: int, *, with_peers: bool) -> dict[str, list[float]]:
    """The seconds of some starts of each, one after another, by name."""
    found: dict[str, list[float]] = {}
    databases = {}
    for engine in NAME:
        folder = stores.folder / f"starting-{engine}"
        folder.mkdir()
        databases[engine] = stores.fresh(engine, f"starting_{engine}"), folder
        populate(*databases[engine])
    for number in range(times):
        for engine, (url, folder) in databases.items():
            with started(url, folder, hashing=True, workers="1") as server:
                found.setdefault(NAME[engine], []).append(server.first_answer)
        for peer in PEERS if with_peers and number < MOST_OF_PEERS else ():
            if peer.name in AMONG_PEERS and not peer.missing:
                with peer.starts(stores, f"starting{number}{PEERS.index(peer)}_{os.getpid()}") as target:
                    found.setdefault(peer.name, []).append(target.first_answer)
    return found


def demo_starts(folder: Path, times: int) -> dict[str, list[float]]:
    """The seconds of some starts of the demo on a folder that an earlier one has filled, by its name.

    Args:
        folder: An empty one.
        times: How many starts are measured.
    """
    ports = zip([program.variable for program in PROGRAMS], free_ports(len(PROGRAMS)), strict=True)
    environment = {**os.environ, "IDP_DATA_DIR": str(folder), **{name: str(port) for name, port in ports}}
    _seconds_to_tell(environment)
    return {DEMO: [_seconds_to_tell(environment) for _ in range(times)]}


def _seconds_to_tell(environment: dict[str, str]) -> float:
    began = time.monotonic()
    command = [sys.executable, "-m", "deploy.demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as demo:
        try:
            for line in demo.stdout or ():
                if line.startswith(LAST_LINE):
                    return time.monotonic() - began
        finally:
            demo.terminate()
    raise RuntimeError("The demo ended before everything answered; it has said why above.")
