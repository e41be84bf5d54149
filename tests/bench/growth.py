"""Whether a request costs more when there are more accounts: `./test --bench --growth`.

Databases of several sizes stand side by side, a server on each, and the same requests go to them in shuffled rounds.
Nothing else happens meanwhile: no worker of ours, no autovacuum. Whoever signs in is another of all accounts each time,
at a browser that is new: what they need of the tables is not in memory from the last time.
"""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import psycopg

from idp.config import Settings
from idp.web.current import services
from tests.bench.browsing import Person
from tests.bench.driving import Cell, measure
from tests.bench.filling import Size, asked, check_room, fill, phone
from tests.bench.goals import GROWTH
from tests.bench.ours import Stores, person, populate, serving
from tests.bench.ratios import ratio_of
from tests.bench.rows import kinds_of, warm
from tests.bench.targets import CLIENTS, Actor, Target
from tests.bench.tuning import quick, unswept
from tests.installation import application

WORKERS = 1
SEED = 7
PEOPLE = 4_000
"""Who signs in at each size: more than sign in while everything is asked, where there are so many accounts."""

WARM = 8
"""Of the people of each actor, how many sign in before anything is counted."""

FIGURES = {"ratios": "all_ms", "own_ratios": "cpu_ms", "database_ratios": "database_ms"}
"""What is compared, under which name."""

Cells = dict[str, list[list[Cell]]]


@dataclass(frozen=True)
class Plan:
    """What is compared, and for how long.

    Args:
        sizes: Numbers of accounts, the smallest first.
        log_rows: Sessions and audit records at the largest, each; at the others in proportion.
        rounds: How often everything is asked.
        seconds: For how long each time.
    """

    sizes: Sequence[int]
    log_rows: int
    rounds: int
    seconds: float

    @property
    def filled(self) -> list[Size]:
        """Each size with its rows."""
        return [Size(size, max(self.log_rows * size // self.sizes[-1], 1)) for size in self.sizes]


def grown(stores: Stores, plan: Plan, keep: Callable[[dict[str, Any]], None]) -> None:
    """Fill, serve, measure.

    Args:
        stores: Where the databases are.
        plan: What and how long.
        keep: Gets the results after each size and after each round, as far as they are known.
    """
    check_room(plan.filled, stores.data)
    server = stores.postgresql.url("postgres").replace("postgresql+psycopg://", "postgresql://", 1)
    filled: list[dict[str, Any]] = []
    with ExitStack() as stack:
        stack.enter_context(unswept(server))
        targets = []
        with quick(server):
            for number, size in enumerate(plan.filled):
                targets.append(stack.enter_context(_served(stores, number, size, filled)))
                keep(kept(plan, {}, filled))
        actors = [[Actor(target, number) for number in range(CLIENTS)] for target in targets]
        for acting in actors:
            warm(acting, WARM)
        for cells in _rounds(actors, plan):
            keep(kept(plan, cells, filled))


def kept(
    plan: Plan, cells: Mapping[str, Sequence[Sequence[Cell]]], filled: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The results: for each scenario its usual cost at every size, and the largest against the smallest.

    Args:
        plan: What was compared.
        cells: By scenario; for each size one cell per round.
        filled: What each size took to fill.
    """
    found: dict[str, Any] = {
        "sizes": [*plan.sizes],
        "log_rows": plan.log_rows,
        "filled": [*filled],
        "cells": {},
        **{name: {} for name in FIGURES},
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
        for name, figure in FIGURES.items():
            figures = [(getattr(large, figure), getattr(small, figure)) for large, small in pairs]
            ratio = ratio_of([large / small for large, small in figures if small])
            if ratio is not None:
                found[name][scenario] = asdict(ratio)
    return found


def broken_growth(growth: Mapping[str, Any]) -> list[str]:
    """What costs the provider more with more accounts than it may; the database is not in it.

    Args:
        growth: As `kept` makes it.
    """
    return [
        f"{scenario} costs the provider {ratio['median']:.3f} times as much with {growth['sizes'][-1]:,} accounts as "
        f"with {growth['sizes'][0]:,}, {GROWTH:g} is allowed"
        for scenario, ratio in growth["own_ratios"].items()
        if ratio["median"] > GROWTH
    ]


@contextmanager
def _served(stores: Stores, number: int, size: Size, filled: list[dict[str, Any]]) -> Iterator[Target]:
    name = f"growth{number}"
    url = stores.fresh("postgresql", name)

    def settle(url: str, folder: Path) -> tuple[Person, ...]:
        populate(url, folder)
        filled.append(_filled(url, folder, size))
        return tuple(person(phone(each)) for each in asked(size, PEOPLE))

    settings = {"workers": str(WORKERS), "embedded_worker": "false"}
    with serving(
        stores, "postgresql", name=name, hashing=False, url=url, settle=settle, **settings
    ) as target:
        # One browser of so many people would be a browser nobody has.
        yield replace(target, keeps="")


def _filled(url: str, folder: Path, size: Size) -> dict[str, Any]:
    with application(Settings(env="demo", data_dir=folder, database_url=url)):
        key = services().installation.get("blind_index")
    began = time.perf_counter()
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    fill(plain, size, key)
    took = time.perf_counter() - began
    with psycopg.connect(plain) as connection:
        (taken,) = connection.execute("SELECT pg_database_size(current_database())").fetchone() or (0,)
    print(
        f"{size.accounts:,} accounts, {size.log_rows:,} sessions and records, {size.grants:,} grants: "
        f"filled in {took:.0f} s, {taken / 1e9:.2f} GB",
        flush=True,
    )
    return {"accounts": size.accounts, "seconds": round(took, 1), "bytes": taken}


def _rounds(actors: Sequence[Sequence[Actor]], plan: Plan) -> Iterator[Cells]:
    names = [*kinds_of(actors[0][0])]
    cells: Cells = {name: [[] for _ in actors] for name in names}
    numbers = [*range(len(actors))]
    shuffle = random.Random(SEED)
    for _ in range(plan.rounds):
        shuffle.shuffle(names)
        for name in names:
            # What is compared is asked one right after the other: the machine is the same for a second or two.
            shuffle.shuffle(numbers)
            for number in numbers:
                cells[name][number].append(_asked(actors[number], name, plan.seconds))
        yield cells


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
