"""Drives real servers over HTTP and prints what each request costs; ends with 1 when a budget is broken.

Without the peers of `make bench-peers` everything else is measured all the same.
"""

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.bench import console, page
from tests.bench.budgets import STATEMENTS
from tests.bench.filling import NoRoom
from tests.bench.goals import SIZES
from tests.bench.growth import Plan, broken_growth, grown
from tests.bench.hashing import against_wheel, builds, told
from tests.bench.machine import about
from tests.bench.memory import after_a_day, broken_budgets
from tests.bench.ours import NAME, Stores, stores
from tests.bench.ratios import compared
from tests.bench.rows import LEAST, measured, statements_of
from tests.bench.starting import demo_starts, first_answers
from tests.bench.storm import PER_SECOND, raged
from tests.bench.tables import goals, tables

ENGINES = {"both": ("sqlite", "postgresql"), "sqlite": ("sqlite",), "postgresql": ("postgresql",)}
WORKERS = (1, 2)
PARTS = ("statements", "rows", "memory", "ratios", "storm", "start", "demo")


def main() -> int:
    """Measure, print, keep, judge."""
    if "--console" in sys.argv[1:]:
        return console.main([each for each in sys.argv[1:] if each != "--console"])
    options = _options()
    if options.made_from:
        results = json.loads(options.made_from.read_text())
    else:
        results = {"about": {**about(), "rounds": options.rounds, "seconds": options.seconds}}
        with tempfile.TemporaryDirectory() as folder, stores(Path(folder)) as places:
            try:
                (_grow if options.growth else _measure)(places, options, results)
            except NoRoom as refusal:
                print(refusal)
                return 1
            except KeyboardInterrupt:
                print("Interrupted: what was measured until now follows.")
    return _tell(options, results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./test --bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few and short rounds; nothing to quote")
    parser.add_argument(
        "--engine", choices=[*ENGINES], default="both", help="which databases the rows are for"
    )
    parser.add_argument("--only", choices=PARTS, nargs="+", default=PARTS, help="which parts")
    parser.add_argument("--without-peers", action="store_true", help="ours only")
    parser.add_argument("--skip-memory", action="store_true", help="without the twenty thousand requests")
    parser.add_argument("--rounds", type=int, help="how often everything is compared (7)")
    parser.add_argument("--seconds", type=float, help="for how long each thing is asked (0.8)")
    parser.add_argument(
        "--pace",
        type=float,
        default=PER_SECOND,
        help=f"requests a second beside the storm ({PER_SECOND}); a machine that cannot answer as many tells nothing",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep the results")
    parser.add_argument("--write", action="store_true", help="renew docs/bench.md and its charts")
    parser.add_argument(
        "--from", dest="made_from", type=Path, metavar="FILE", help="measure nothing: kept results"
    )
    parser.add_argument(
        "--growth", action="store_true", help="how costs grow with accounts, and nothing else"
    )
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=SIZES, help="numbers of accounts, with --growth"
    )
    parser.add_argument(
        "--log-rows", type=int, default=10_000_000, help="sessions and audit records at the largest size"
    )
    options = parser.parse_args()
    options.rounds = options.rounds or (2 if options.quick else 7)
    options.seconds = options.seconds or (0.25 if options.quick else 0.8)
    return options


def _grow(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    def keep(found: dict[str, Any]) -> None:
        results["growth"] = found
        _keep(options, results)

    plan = Plan(sorted(options.sizes), options.log_rows, options.rounds, options.seconds)
    grown(places, plan, keep)


def _measure(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    parts: dict[str, Callable[[Stores, argparse.Namespace, dict[str, Any]], None]] = {
        "statements": _statements,
        "rows": _rows,
        "memory": _memory,
        "ratios": _ratios,
        "storm": _storm,
        "start": _start,
        "demo": _demo,
    }
    for name, part in parts.items():
        if name in options.only and not (name == "memory" and options.skip_memory):
            print(f"--- {name}", flush=True)
            before = set(results)
            try:
                part(places, options, results)
            except Exception as failure:  # noqa: BLE001  the other parts are measured all the same
                traceback.print_exc()
                results.setdefault("failed", []).append(f"{name} failed: {str(failure)[-500:]}")
            _keep(options, results)
            for table in _tables_since(before, results):
                print(f"\n{table}", flush=True)


def _tables_since(before: set[str], results: dict[str, Any]) -> list[str]:
    fresh = {name: value for name, value in results.items() if name not in before or name == "about"}
    return [table.as_text() for part, table in tables(fresh) if part != "goals"]


def _keep(options: argparse.Namespace, results: dict[str, Any]) -> None:
    if options.json:
        options.json.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")


def _statements(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    results["statements"] = {engine: statements_of(places, engine) for engine in ENGINES[options.engine]}


def _rows(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    rows, memory = [], []
    for engine in ENGINES[options.engine]:
        counts = results.get("statements", {}).get(engine, {})
        for workers in WORKERS:
            least = 0 if options.quick else LEAST
            some, sizes = measured(places, engine, workers, options.seconds * 1.5, counts, least)
            rows += [row.as_json() for row in some]
            memory.append(sizes)
    results["rows"], results["memory"] = rows, memory


def _memory(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    if not options.quick:
        results["budgets"] = [after_a_day(places, engine) for engine in ENGINES[options.engine]]


def _ratios(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    found = compared(places, options.rounds, options.seconds, with_peers=not options.without_peers)
    results["comparison"] = found.as_json()


def _storm(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    print(told(builds()), flush=True)
    results["hashing"] = against_wheel(3 if options.quick else 15)
    seconds, rounds = (4, 1) if options.quick else (20, 3)
    results["storm"] = raged(places, "postgresql", seconds, rounds, options.pace).as_json()


def _start(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    times = 1 if options.quick else 5
    results["starting"] = first_answers(places, times, with_peers=not options.without_peers)


def _demo(places: Stores, options: argparse.Namespace, results: dict[str, Any]) -> None:
    folder = places.folder / "demo"
    folder.mkdir()
    results["demo"] = demo_starts(folder, 1 if options.quick else 5)


def _tell(options: argparse.Namespace, results: dict[str, Any]) -> int:
    for part, table in tables(results):
        if part != "goals" and (options.made_from or part == "growth"):
            print(f"\n{table.as_text()}")
    print(f"\n{goals(results, everything=False).as_text()}")
    for sentence in results.get("comparison", {}).get("left_out", []):
        print(sentence)
    _keep(options, results)
    # Interrupted while it was filling, growth has nothing to show yet.
    shown = {part: found for part, found in results.items() if part != "growth" or found["cells"]}
    for path in page.write(shown) if options.write else ():
        print(f"written: {path.relative_to(page.ROOT)}")
    broken = [
        f"{name} takes {counts[name]} statements, {most} are allowed ({engine})"
        for engine, counts in results.get("statements", {}).items()
        for name, most in STATEMENTS.items()
        if counts[name] > most
    ]
    broken += [sentence for sizes in results.get("budgets", []) for sentence in broken_budgets(sizes)]
    broken += broken_growth(results["growth"]) if "growth" in results else []
    broken += results.get("failed", [])
    left_out = results.get("comparison", {}).get("left_out", [])
    broken += [sentence for sentence in left_out if sentence.startswith(tuple(NAME.values()))]
    for sentence in broken:
        print(f"BROKEN: {sentence}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
