"""What a server process takes before its first request, by package: CPU ms and memory of each, itself alone.

`IDP_ENV=demo IDP_DATA_DIR=… .venv/bin/python -OO -X no_debug_ranges -m tests.bench.imports`, on a migrated database,
the second time: the first one compiles. A module counts without those it imports.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from resource import getpagesize
from types import ModuleType

MOST = 16
_STATM = Path("/proc/self/statm")


def _here() -> tuple[float, float]:
    """CPU ms so far, and resident megabytes (10^6 bytes)."""
    pages = int(_STATM.read_text().split()[1])
    return time.process_time() * 1000, pages * getpagesize() / 10**6


class Profile(MetaPathFinder):
    """Notes what each module takes; stands before the other finders."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        self._within = [(0.0, 0.0)]

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """What the usual finder finds, with a loader that is watched."""
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader.exec_module = partial(self._run, spec.loader.exec_module)  # type: ignore[method-assign]  # what loads is to be watched
        return spec

    def _run(self, execute: Callable[[ModuleType], None], module: ModuleType) -> None:
        before = _here()
        self._within.append((0.0, 0.0))
        try:
            execute(module)
        finally:
            inner, whole = self._within.pop(), _less(_here(), before)
            name = _package(module.__name__)
            self.taken[name] = _more(self.taken[name], _less(whole, inner))
            self._within[-1] = _more(self._within[-1], whole)


def _package(name: str) -> str:
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] == "idp" else parts[0]


def _more(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] + other[0], one[1] + other[1]


def _less(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    return one[0] - other[0], one[1] - other[1]


def main() -> None:
    """Build the application and print the table, the largest first."""
    watch = Profile()
    sys.meta_path.insert(0, watch)
    began = _here()
    from idp.serving import application

    application()
    whole = _less(_here(), began)
    ordered = sorted(watch.taken.items(), key=lambda each: -each[1][1])
    rest = (0.0, 0.0)
    for _, taken in ordered[MOST:]:
        rest = _more(rest, taken)
    loaded = (0.0, 0.0)
    for _, taken in ordered:
        loaded = _more(loaded, taken)
    rows = [*ordered[:MOST], (f"{len(ordered) - MOST} others", rest), ("set up", _less(whole, loaded))]
    for name, (milliseconds, megabytes) in [*rows, ("all", whole)]:
        print(f"| {name} | {milliseconds:.0f} | {megabytes:.1f} |")


if __name__ == "__main__":
    main()
