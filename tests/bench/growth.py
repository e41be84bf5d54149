"""Whether a request costs more when there are more accounts: `./test --bench --growth`.

Databases of several sizes stand side by side, a server on each, and the same requests go to them in shuffled rounds.
"""

import random
import statistics
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict
from typing import Any

from tests.bench.driving import Cell, measure
from tests.bench.filling import Size, check_room, fill
from tests.bench.ours import Stores, serving
from tests.bench.ratios import ratio_of
from tests.bench.rows import kinds_of, warm
from tests.bench.targets import CLIENTS, Actor

WORKERS = 1
SEED = 7


def grown(stores: Stores, sizes: Sequence[int], log_rows: int, rounds: int, seconds: float) -> dict[str, Any]:
    """Fill, serve, measure; the results as they are kept.

    Args:
        stores: Where the databases are.
        sizes: Numbers of accounts, the smallest first.
        log_rows: Sessions and audit records at the largest, each; at the others in proportion.
        rounds: How often everything is asked.
        seconds: For how long each time.
    """
    planned = [Size(size, max(log_rows * size // sizes[-1], 1)) for size in sizes]
    check_room(planned, stores.data)
    with ExitStack() as stack:
        targets = []
        for number, size in enumerate(planned):
            url = stores.fresh("postgresql", f"growth{number}")
            began = time.perf_counter()
            fill(url.replace("postgresql+psycopg://", "postgresql://", 1), size)
            took = time.perf_counter() - began
            print(
                f"{size.accounts:,} accounts, {size.log_rows:,} sessions and records, {size.grants:,} grants: "
                f"filled in {took:.0f} s",
                flush=True,
            )
            name = f"growth{number}"
            targets.append(
                stack.enter_context(
                    serving(stores, "postgresql", name=name, hashing=False, url=url, workers=str(WORKERS))
                )
            )
        actors = [[Actor(target, number) for number in range(CLIENTS)] for target in targets]
        for acting in actors:
            warm(acting)
        cells = _rounds(actors, rounds, seconds)
    return kept(sizes, log_rows, cells)


def kept(
    sizes: Sequence[int], log_rows: int, cells: Mapping[str, Sequence[Sequence[Cell]]]
) -> dict[str, Any]:
    """The results: for each scenario its usual cost at every size, and the largest against the smallest.

    Args:
        sizes: Numbers of accounts, the smallest first.
        log_rows: Sessions and audit records at the largest.
        cells: By scenario; for each size one cell per round.
    """
    found: dict[str, Any] = {
        "sizes": [*sizes],
        "log_rows": log_rows,
        "cells": {},
        "ratios": {},
        "own_ratios": {},
    }
    for scenario, by_size in cells.items():
        found["cells"][scenario] = [
            [
                statistics.median(cell.cpu_ms for cell in row),
                statistics.median(cell.database_ms for cell in row),
            ]
            for row in by_size
        ]
        pairs = [*zip(by_size[-1], by_size[0], strict=True)]
        for name, figure in (("ratios", "all_ms"), ("own_ratios", "cpu_ms")):
            ratio = ratio_of([getattr(large, figure) / getattr(small, figure) for large, small in pairs])
            if ratio is not None:
                found[name][scenario] = asdict(ratio)
    return found


def _rounds(actors: Sequence[Sequence[Actor]], rounds: int, seconds: float) -> dict[str, list[list[Cell]]]:
    names = [*kinds_of(actors[0][0])]
    cells: dict[str, list[list[Cell]]] = {name: [[] for _ in actors] for name in names}
    order = [(name, number) for name in names for number in range(len(actors))]
    shuffle = random.Random(SEED)
    for _ in range(rounds):
        shuffle.shuffle(order)
        for name, number in order:
            cells[name][number].append(_asked(actors[number], name, seconds))
    return cells


def _asked(actors: Sequence[Actor], name: str, seconds: float) -> Cell:
    work = []
    for actor in actors:
        # Sessions, tokens and the device's code may have ended since the last round.
        actor.full_code_flow()
        kind = kinds_of(actor)[name]
        kind()
        work.append(kind)
    target = actors[0].target
    cell = measure(work, target.processes, target.database, seconds)
    for actor in actors:
        actor.close()
    return cell
