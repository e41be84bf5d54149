"""Which test process runs what: what mostly waits begins first, in a process of its own; the rest goes file by file.

Journeys wait for pages and races for servers, while others compute. A demo and a browser are started once.
"""

from collections.abc import Sequence

from xdist.scheduler import LoadScopeScheduling

TOGETHER = ("tests/journeys/", "tests/races/")
"""Folders that one process runs, in this order, before everything else."""

ALONE = "tests/faults/"
"""What goes last, when the machine has nothing else to do: how long answers take is looked at."""

ONE_BY_ONE = ("tests/hostile/test_every_route.py",)
"""Files that take minutes: the tests of one function are a piece of work."""


class PieceByPiece(LoadScopeScheduling):
    """Gives each process one piece of work after the other."""

    def _split_scope(self, nodeid: str) -> str:
        return piece_of(nodeid)


def piece_of(nodeid: str) -> str:
    """The piece of work that a test belongs to.

    Args:
        nodeid: The test's name, as pytest gives it.
    """
    whole = (*TOGETHER, ALONE)
    if nodeid.startswith(whole):
        return next(folder for folder in whole if nodeid.startswith(folder))
    return nodeid.partition("[" if nodeid.startswith(ONE_BY_ONE) else "::")[0]


def rank(nodeid: str) -> int:
    """Where a test stands in line; the smallest begin first."""
    first: Sequence[str] = (*TOGETHER, *ONE_BY_ONE)
    usual = len(first) + nodeid.startswith(ALONE)
    return next((place for place, start in enumerate(first) if nodeid.startswith(start)), usual)
