"""What a server process holds after ten and after twenty thousand requests of every kind, sign-ins among them."""

from collections.abc import Mapping
from typing import Any

from tests.bench.budgets import MEGABYTES, TOLERANCE
from tests.bench.driving import in_parallel
from tests.bench.ours import NAME, Stores, serving
from tests.bench.processes import MEBIBYTE
from tests.bench.rows import SIGN_IN, kinds_of, warm
from tests.bench.targets import CLIENTS, FULL, Actor, Target

ROUND = 10_000
_HASHING = (SIGN_IN, FULL)
"""Kinds that ask for a password: each takes 19 MiB for a while."""

_MEGABYTE = 10**6


def after_a_day(stores: Stores, engine: str) -> dict[str, Any]:
    """Megabytes of the largest process after the first ten thousand requests, and after as many again.

    The worker is where docs/operations.md has it: in the same process with SQLite, else in one of its own.
    """
    embedded = "true" if engine == "sqlite" else "false"
    with serving(
        stores, engine, name=f"memory_{engine}", hashing=True, workers="1", embedded_worker=embedded
    ) as target:
        actors = [Actor(target, number) for number in range(CLIENTS)]
        warm(actors)
        days = [_Day(actor) for actor in actors]
        first, second = (_size_after(target, days) for _ in range(2))
        sign_ins = sum(day.sign_ins for day in days)
    return {"engine": engine, "first": first, "second": second, "sign_ins": sign_ins}


def broken_budgets(sizes: Mapping[str, Any]) -> list[str]:
    """What exceeds the budgets, each in a sentence."""
    name, first, second = NAME[sizes["engine"]], sizes["first"], sizes["second"]
    broken = []
    if first >= MEGABYTES:
        broken.append(f"{name}: the process has {first:.1f} MB, less than {MEGABYTES} are allowed")
    if second - first > TOLERANCE:
        broken.append(f"{name}: the process grew by {second - first:.1f} MB, {TOLERANCE} is the tolerance")
    return broken


class _Day:
    """Everything one actor asks in its part of ten thousand requests."""

    def __init__(self, actor: Actor) -> None:
        self.sign_ins = 0
        self._actor = actor
        actor.full_code_flow()
        self._kinds = kinds_of(actor)

    def pass_by(self) -> None:
        """Ask for everything again and again until the part is done."""
        enough = self._actor.requests + ROUND // CLIENTS
        while self._actor.requests < enough:
            for name, kind in self._kinds.items():
                kind()
                self.sign_ins += name in _HASHING


def _size_after(target: Target, days: list[_Day]) -> float:
    # With no time left, each does its work once.
    in_parallel([day.pass_by for day in days], 0)
    return target.processes.memory()[0].rss * MEBIBYTE / _MEGABYTE
