"""What a server process holds after ten and after twenty thousand requests of every kind."""

from collections.abc import Mapping
from typing import Any

from tests.bench.budgets import GROWTH, MEBIBYTES
from tests.bench.driving import in_parallel
from tests.bench.ours import Stores, serving
from tests.bench.rows import kinds_of, warm
from tests.bench.targets import CLIENTS, Actor, Target

ROUND = 10_000
_ONE_EACH = ("password sign-in", "full code flow")
"""Kinds left out of the day: they hash, which takes longer than everything else together."""


def after_a_day(stores: Stores, engine: str) -> dict[str, Any]:
    """MiB of the largest process after the first ten thousand requests, and after as many again."""
    with serving(stores, engine, name=f"memory_{engine}", hashing=True) as target:
        actors = [Actor(target, number) for number in range(CLIENTS)]
        warm(actors)
        days = [_Day(actor) for actor in actors]
        first, second = (_size_after(target, days) for _ in range(2))
    return {"engine": engine, "first": first, "second": second}


def broken_budgets(sizes: Mapping[str, Any]) -> list[str]:
    """What exceeds the budgets, each in a sentence."""
    first, second = sizes["first"], sizes["second"]
    broken = []
    if first > MEBIBYTES:
        broken.append(f"the process has {first:.1f} MiB, {MEBIBYTES} are allowed")
    if second - first > GROWTH:
        broken.append(f"the process grew by {second - first:.1f} MiB, {GROWTH} are allowed")
    return broken


class _Day:
    """Everything one actor asks in its part of ten thousand requests."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor
        actor.full_code_flow()
        self._kinds = [kind for name, kind in kinds_of(actor).items() if name not in _ONE_EACH]

    def pass_by(self) -> None:
        """Ask for everything again and again until the part is done."""
        enough = self._actor.requests + ROUND // CLIENTS
        while self._actor.requests < enough:
            for kind in self._kinds:
                kind()


def _size_after(target: Target, days: list[_Day]) -> float:
    # With no time left, each does its work once.
    in_parallel([day.pass_by for day in days], 0)
    return target.processes.memory()[0].rss
