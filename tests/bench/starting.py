"""How long until the first answer: from the start of a provider's program to its first 200."""

import os

from tests.bench.ours import NAME, Stores, populate, started
from tests.bench.peering import CANAILLE, DJANGO_SQLITE, IN_MEMORY, PEERS

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
