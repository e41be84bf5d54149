"""What the processes of a server have cost: CPU to the nanosecond, and memory."""

import subprocess
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

MEBIBYTE = 1024 * 1024
_OF_ANOTHER = 2
"""CPUCLOCK_SCHED of Linux: a clock that counts the CPU time of a process, by its number."""


@dataclass(frozen=True)
class Memory:
    """MiB of one process: resident, and with what is shared divided among those who share it."""

    rss: float
    pss: float


class Processes:
    """A process and everything it started.

    Args:
        root: The number of the first one. It is asked each time, since a database may be started again.
    """

    def __init__(self, root: Callable[[], int]) -> None:
        self._root = root

    @classmethod
    def of(cls, child: "subprocess.Popen[bytes]") -> "Processes":
        """Those of a program that was started here."""
        return cls(lambda: child.pid)

    def cpu_seconds(self) -> float:
        """User and system time so far, with that of children that have ended."""
        root, *children = self.all()
        ended = root.cpu_times()
        gone: float = getattr(ended, "children_user", 0.0) + getattr(ended, "children_system", 0.0)
        return gone + sum(_cpu_seconds(process) for process in (root, *children))

    def memory(self) -> list[Memory]:
        """What each takes, the largest first."""
        found = []
        for process in self.all():
            with suppress(psutil.Error):
                full = process.memory_full_info()
                found.append(Memory(full.rss / MEBIBYTE, getattr(full, "pss", full.uss) / MEBIBYTE))
        return sorted(found, key=lambda memory: -memory.rss)

    def all(self) -> list[psutil.Process]:
        """The first one and its descendants."""
        root = psutil.Process(self._root())
        return [root, *root.children(recursive=True)]


class Nobody(Processes):
    """Where there is no process: a database that is a file."""

    def __init__(self) -> None:
        super().__init__(lambda: 0)

    def cpu_seconds(self) -> float:
        """Nothing."""
        return 0.0

    def memory(self) -> list[Memory]:
        """Nothing."""
        return []


class Postmaster(Processes):
    """The processes of a PostgreSQL.

    Args:
        data: Its data folder.
    """

    def __init__(self, data: Path) -> None:
        super().__init__(lambda: int((data / "postmaster.pid").read_text().split()[0]))


def mebibytes(memory: Iterable[Memory]) -> Memory:
    """All of them together."""
    known = list(memory)
    return Memory(sum(each.rss for each in known), sum(each.pss for each in known))


def _cpu_seconds(process: psutil.Process) -> float:
    # The kernel's ticks are 10 ms: too coarse for a second of cheap requests.
    try:
        return time.clock_gettime((~process.pid << 3) | _OF_ANOTHER)
    except OSError:
        pass
    with suppress(psutil.Error):
        return sum(process.cpu_times()[:2])
    return 0.0
