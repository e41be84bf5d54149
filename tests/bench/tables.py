"""The results as tables, for a terminal and for Markdown alike."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.driving import Cell
from tests.bench.goals import GROWTH, LONGEST_START, judged
from tests.bench.ours import NAME
from tests.bench.peering import PEERS
from tests.bench.ratios import Comparison
from tests.bench.targets import SCENARIOS

ENOUGH = 100
"""Of fewer than this the slowest hundredth is not one."""


@dataclass(frozen=True)
class Table:
    """One table: a caption, the names of the columns, and the cells as texts. The first column is words."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def as_text(self) -> str:
        """With aligned columns."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        said = [self.caption]
        for line in lines:
            first, *rest = line
            cells = [text.rjust(width) for text, width in zip(rest, widths[1:], strict=True)]
            said.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
        return "\n".join(said)

    def as_markdown(self) -> str:
        """As a Markdown table below its caption."""
        aligned = ["---", *["---:"] * (len(self.columns) - 1)]
        lines = [self.columns, aligned, *self.rows]
        return "\n".join([self.caption, "", *(f"| {' | '.join(line)} |" for line in lines)])


def tables(results: Mapping[str, Any]) -> Iterator[tuple[str, Table]]:
    """Every table that the results allow, each with the part of the page it belongs to."""
    yield from (("rows", table) for table in _rows(results))
    yield from (("memory", table) for table in _memory(results))
    if "comparison" in results:
        comparison = Comparison.from_json(results["comparison"])
        yield "peers", _costs(comparison)
        yield "peers", _speeds(comparison)
        yield "peers", _peers_memory(comparison)
    if "storm" in results:
        yield "storm", _storm(results["storm"])
        if beside := results["storm"].get("beside"):
            yield "storm", _beside(beside)
    if starting := {**results.get("starting", {}), **results.get("demo", {})}:
        yield "start", _start(starting)
    if results.get("growth", {}).get("cells"):
        yield "growth", _growth(results["growth"])
    yield "goals", goals(results)


def _rows(results: Mapping[str, Any]) -> Iterator[Table]:
    rows = results.get("rows", [])
    for engine, workers in dict.fromkeys((row["engine"], row["workers"]) for row in rows):
        own = [row for row in rows if (row["engine"], row["workers"]) == (engine, workers)]
        yield Table(
            f"{NAME[engine]}, {workers} worker process{'es' if workers > 1 else ''}:",
            ("request", "per s", "CPU ms", "+db ms", "SQL", "p50 ms", "p95 ms", "p99 ms", "driver ms"),
            [_row(row) for row in own],
        )


def _row(row: Mapping[str, Any]) -> list[str]:
    count = row["statements"]
    return [
        row["row"],
        f"{row['per_second']:.0f}",
        f"{row['cpu_ms']:.2f}",
        f"{row['database_ms']:.2f}",
        "" if count is None else str(count),
        *(f"{row[name]:.1f}" for name in ("p50_ms", "p95_ms")),
        f"{row['p99_ms']:.1f}" if row["count"] >= ENOUGH else "-",
        f"{row['driver_ms']:.2f}",
    ]


def _memory(results: Mapping[str, Any]) -> Iterator[Table]:
    found = results.get("memory", [])
    lines = []
    for each in found:
        for number, (rest, after) in enumerate(zip(each["at_rest"], each["after"], strict=False)):
            part = f"worker process {number + 1}" if number < each["workers"] else "the one that watches"
            figures = [rest["rss"], rest["pss"], after["rss"], after["pss"]]
            texts = [f"{figure:.0f}" for figure in figures]
            lines.append(
                [f"{NAME[each['engine']]}, {each['workers']}: {part}", *texts, f"{each['requests']:,}"]
            )
    if lines:
        columns = ("process", "RSS at rest", "PSS at rest", "RSS after", "PSS after", "requests")
        yield Table(
            "Memory of each process, MiB, before the first request and after the load:", columns, lines
        )
    if budgets := results.get("budgets"):
        yield Table(
            "A worker process after a mixed day of requests, RSS in MB (10^6 bytes):",
            ("", "10,000 requests", "20,000 requests", "sign-ins among them"),
            [
                [
                    NAME[each["engine"]],
                    f"{each['first']:.1f}",
                    f"{each['second']:.1f}",
                    f"{each['sign_ins']:,}",
                ]
                for each in budgets
            ],
        )


def _costs(comparison: Comparison) -> Table:
    def told(cell: Cell | None) -> str:
        if cell is None:
            return ""
        stored = f"+{cell.database_ms:.2f}" if cell.database_ms >= 0.005 else ""
        return f"{cell.cpu_ms:.2f}{stored}"

    names = _names(comparison)
    rows = [[name, *(told(comparison.middle(name, scenario)) for scenario in SCENARIOS)] for name in names]
    caption = "CPU ms for each, with the database's after the plus sign; the median of all rounds:"
    return Table(caption, ("provider", *SCENARIOS), rows)


def _speeds(comparison: Comparison) -> Table:
    def told(cell: Cell | None) -> str:
        if cell is None:
            return ""
        slowest = f"{cell.p99_ms:.0f}" if cell.count >= ENOUGH else "-"
        return f"{cell.per_second:.0f} / {slowest}"

    names = _names(comparison)
    rows = [[name, *(told(comparison.middle(name, scenario)) for scenario in SCENARIOS)] for name in names]
    return Table(
        "Done in a second / p99 in ms, with the driver on the same cores:", ("provider", *SCENARIOS), rows
    )


def _peers_memory(comparison: Comparison) -> Table:
    rows = [
        [name, str(len(idle)), f"{sum(idle):.0f}", f"{sum(comparison.loaded.get(name, [])):.0f}"]
        for name, idle in comparison.idle.items()
    ]
    return Table("RSS of all its processes, MiB:", ("provider", "processes", "at rest", "after"), rows)


def _storm(storm: Mapping[str, Any]) -> Table:
    def of(name: str) -> str:
        return " / ".join(f"{figure:.0f}" if figure >= 100 else f"{figure:.1f}" for figure in storm[name])

    rows = [
        [
            "passwords this machine verifies in a second, doing nothing else",
            f"{storm['ceiling_per_second']:.1f}",
        ],
        ["CPU ms of one", f"{storm['hash_ms']:.1f}"],
        ["sign-ins in a second", f"{storm['sign_ins_per_second']:.1f}"],
        ["of that ceiling", f"{storm['fraction']:.2f}"],
        ["one sign-in, p50 / p95 / p99 ms", of("sign_in_ms")],
        ["the longest wait for one answer, ms", f"{storm['longest_answer_ms']:.0f}"],
        ["answers that said to come again", str(storm["told_to_wait"])],
        ["refresh when quiet, p50 / p95 / p99 ms", of("quiet_ms")],
        ["refresh in the storm, p50 / p95 / p99 ms", of("storm_ms")],
        *(
            [
                f"cores in use {when}: provider + PostgreSQL + who asks",
                " + ".join(f"{each:.2f}" for each in found),
            ]
            for when, found in (
                ("when quiet", storm.get("quiet_cores")),
                ("in the storm", storm.get("storm_cores")),
            )
            if found
        ),
        ["requests beside it that failed", str(len(storm["token_errors"]))],
        ["RSS of the worker processes, MiB", f"{storm['workers_mib']:.0f}"],
        ["with the one that watches over them, MiB", f"{storm['rss_mib']:.0f}"],
    ]
    return Table(
        "24 closed loops of password sign-ins, with other requests beside them:", ("", "measured"), rows
    )


def _beside(beside: Mapping[str, Sequence[float]]) -> Table:
    rows = [
        [name, f"{quiet:.1f}", f"{stormy:.1f}", f"{stormy / quiet:.1f}"]
        for name, (quiet, stormy) in beside.items()
    ]
    columns = ("beside the storm", "p99 ms when nobody signs in", "p99 ms in the storm", "times")
    return Table("What the others notice of it:", columns, rows)


def _start(starting: Mapping[str, Sequence[float]]) -> Table:
    rows = [
        [
            name,
            f"{statistics.median(took):.2f}",
            f"{min(took):.2f}",
            f"{max(took):.2f}",
            f"{LONGEST_START[name]:g}" if name in LONGEST_START else "",
        ]
        for name, took in starting.items()
    ]
    return Table(
        "Seconds from the start of the program to its first answer, of the demo to its printed table:",
        ("", "usual", "least", "most", "aim, at most"),
        rows,
    )


def _growth(growth: Mapping[str, Any]) -> Table:
    sizes = growth["sizes"]
    rows = []
    for scenario, cells in growth["cells"].items():
        costs = [f"{own:.2f}+{stored:.2f}" for own, stored in cells]
        ratio, own = growth["ratios"][scenario], growth["own_ratios"][scenario]
        spread = f"{own['median']:.2f} ({own['low']:.2f}–{own['high']:.2f})"
        reached = "yes" if own["median"] <= GROWTH else "no"
        rows.append([scenario, *costs, spread, reached, f"{ratio['median']:.2f}"])
    columns = (
        "CPU ms",
        *(f"{size:,} accounts" for size in sizes),
        "largest / smallest",
        f"≤ {GROWTH:g}",
        "with the database",
    )
    return Table(f"With {growth['log_rows']:,} audit and session rows at the largest:", columns, rows)


def goals(results: Mapping[str, Any], *, everything: bool = True) -> Table:
    """Every goal, or those that were measured."""
    said = {None: "not measured", True: "yes", False: "no"}
    rows = [
        [f"{goal.number}. {goal.says}", goal.wanted, goal.found, said[goal.is_reached], goal.by_how_much]
        for goal in judged(results)
        if everything or goal.measured is not None
    ]
    return Table("Goals:", ("goal", "wanted", "measured", "reached", "by how much"), rows)


def _names(comparison: Comparison) -> list[str]:
    known = {name for name, _ in comparison.cells}
    ordered = [*NAME.values(), *(peer.name for peer in PEERS)]
    return [name for name in ordered if name in known]
