"""Ours beside the others: the same things asked of each in shuffled rounds, compared within each round."""

import random
import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from tests.bench.driving import Cell, measure, middle
from tests.bench.ours import NAME, Stores, serving
from tests.bench.peering import PEERS
from tests.bench.rows import warm
from tests.bench.targets import CLIENTS, SCENARIOS, Actor, Target

SEED = 5
WORKERS = 2


@dataclass(frozen=True)
class Ratio:
    """What one costs, divided by what another costs in the same round: the median, and where half of the rounds lie."""

    median: float
    low: float
    high: float
    rounds: int


@dataclass
class Comparison:
    """What was measured: for each provider and scenario one cell per round, and what did not work.

    Args:
        cells: By provider and scenario.
        idle: Memory of each provider's processes before anything was asked, in MiB.
        loaded: The same at the end.
        left_out: What is not in the table, each in a sentence.
    """

    cells: dict[tuple[str, str], list[Cell]] = field(default_factory=dict)
    idle: dict[str, list[float]] = field(default_factory=dict)
    loaded: dict[str, list[float]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def middle(self, name: str, scenario: str) -> Cell | None:
        """The usual cost, if it was measured."""
        cells = self.cells.get((name, scenario))
        return middle(cells) if cells else None

    def ratio(self, scenario: str, ours: str, theirs: str) -> Ratio | None:
        """CPU with the database of one to another; None where either was not measured."""
        pairs = zip(
            self.cells.get((ours, scenario), ()), self.cells.get((theirs, scenario), ()), strict=False
        )
        return ratio_of([own.all_ms / other.all_ms for own, other in pairs])

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        return {
            "cells": [
                {"provider": name, "scenario": scenario, "rounds": [cell.as_json() for cell in cells]}
                for (name, scenario), cells in self.cells.items()
            ],
            "idle": self.idle,
            "loaded": self.loaded,
            "left_out": self.left_out,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Comparison":
        """What was kept."""
        cells = {
            (each["provider"], each["scenario"]): [Cell(**cell) for cell in each["rounds"]]
            for each in kept["cells"]
        }
        return cls(cells, dict(kept["idle"]), dict(kept["loaded"]), list(kept["left_out"]))


def ratio_of(values: Sequence[float]) -> Ratio | None:
    """The median of paired values and its quartiles."""
    if not values:
        return None
    if len(values) == 1:
        return Ratio(values[0], values[0], values[0], 1)
    low, median, high = statistics.quantiles(values, n=4, method="inclusive")
    return Ratio(median, low, high, len(values))


def compared(stores: Stores, rounds: int, seconds: float, *, with_peers: bool) -> Comparison:
    """Start everything, ask everybody everything in shuffled order, some times."""
    comparison = Comparison()
    with ExitStack() as stack:
        targets = _targets(stores, stack, comparison, with_peers=with_peers)
        actors = {target.name: [Actor(target, number) for number in range(CLIENTS)] for target in targets}
        for target in [*targets]:
            comparison.idle[target.name] = [memory.rss for memory in target.processes.memory()]
            if _fails(comparison, target, lambda target=target: warm(actors[target.name])):
                targets.remove(target)
        order = [(target, scenario) for target in targets for scenario in target.scenarios]
        shuffle = random.Random(SEED)
        for number in range(rounds):
            shuffle.shuffle(order)
            print(f"round {number + 1} of {rounds}", flush=True)
            for target, scenario in [*order]:
                if _fails(
                    comparison,
                    target,
                    lambda target=target, scenario=scenario: _round(
                        comparison, target, scenario, actors[target.name], seconds
                    ),
                ):
                    order.remove((target, scenario))
        for target in targets:
            comparison.loaded[target.name] = [memory.rss for memory in target.processes.memory()]
    return comparison


def _targets(stores: Stores, stack: ExitStack, comparison: Comparison, *, with_peers: bool) -> list[Target]:
    targets = [
        stack.enter_context(
            serving(stores, engine, name=f"ratios_{engine}", hashing=False, workers=str(WORKERS))
        )
        for engine in NAME
    ]
    for number, peer in enumerate(PEERS if with_peers else ()):
        if peer.missing:
            comparison.left_out.append(peer.missing)
            continue
        try:
            targets.append(stack.enter_context(peer.starts(stores, f"ratios{number}")))
        except Exception as failure:  # noqa: BLE001  a peer that does not start must not end the benchmark
            comparison.left_out.append(f"{peer.name} is left out: it did not start ({str(failure)[-300:]}).")
    return targets


def _round(
    comparison: Comparison, target: Target, scenario: str, actors: Iterable[Actor], seconds: float
) -> None:
    asking = list(actors)
    for actor in asking:
        actor.begin(scenario)
    work = [lambda actor=actor: SCENARIOS[scenario](actor) for actor in asking]
    cell = measure(work, target.processes, target.database, seconds)
    comparison.cells.setdefault((target.name, scenario), []).append(cell)
    for actor in asking:
        actor.close()


def _fails(comparison: Comparison, target: Target, work: Callable[[], object]) -> bool:
    try:
        work()
    except Exception as failure:  # noqa: BLE001  what one provider does must not end the benchmark
        said = f"{type(failure).__name__}: {str(failure)[:300]}"
        comparison.left_out.append(f"{target.name} failed and is left out from there on: {said}")
        return True
    return False
