"""The report: a line for each fault, printed as it is made, and written as Markdown and JSON when asked."""

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tests.faults.invariants import RULES
from tests.faults.scenario import Result

BEGIN, END = "<!-- table -->", "<!-- end of table -->"
HEAD = (
    "fault",
    "list",
    "database",
    "rounds",
    "invariants held",
    "worst answer (s)",
    "time to normal (s)",
    "note",
    "made",
)
_MOST_TOLD = 4
_LONGEST_PART = 34


def print_result(result: Result) -> None:
    """One line for a fault, and one for everything that did not hold."""
    print(" | ".join(_cells(result)), flush=True)
    for name, wrong in result.broken.items():
        for sentence in wrong[:_MOST_TOLD]:
            print(f"  BROKEN {name}: {sentence}", flush=True)
        if len(wrong) > _MOST_TOLD:
            print(f"  BROKEN {name}: and {len(wrong) - _MOST_TOLD} more", flush=True)


def as_markdown(results: Sequence[Result], machine: str) -> str:
    """The table, with where it was made; when, and of which commit, is said in each line.

    Args:
        results: One for each fault.
        machine: The machine, in words.
    """
    lines = [f"Made on {machine}.", "", f"| {' | '.join(HEAD)} |", "|---" * len(HEAD) + "|"]
    lines += [f"| {' | '.join(_cells(each))} |" for each in results]
    return "\n".join(lines)


def write(results: Sequence[Result], page: Path, known: Sequence[tuple[str, str]]) -> None:
    """Renew the table between its marks in a page, and the same as JSON beside it. Lines of earlier runs stay.

    Args:
        results: What was made now.
        page: The page.
        known: Name and database of every fault, in the order of the table; others go.

    Raises:
        ValueError: The page has no such marks.
    """
    text = page.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{page} has no place for a table: {BEGIN} and {END}")
    beside = page.with_suffix(".json")
    lines = {(each.name, each.engine): each for each in [*_earlier(beside), *results]}
    rows = [lines[place] for place in known if place in lines]
    page.write_text(f"{before}{BEGIN}\n{as_markdown(rows, this_machine())}\n{END}{after}", encoding="utf-8")
    told = {"machine": this_machine(), "results": [asdict(each) for each in rows]}
    beside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _earlier(beside: Path) -> list[Result]:
    if not beside.exists():
        return []
    rows = json.loads(beside.read_text(encoding="utf-8"))["results"]
    return [
        Result(**{**row, **{name: tuple(row.get(name, ())) for name in ("faults", "meant")}}) for row in rows
    ]


def this_machine() -> str:
    """Cores and system."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _cells(result: Result) -> list[str]:
    made = f"{result.made_at} {result.commit}".strip()
    if not result.was_made:
        return [result.name, ", ".join(result.faults), "", "", "", "", "", result.note, made]
    held = "all" if not result.broken else f"not {', '.join(result.broken)}"
    if len(result.held) == len(RULES) and result.broken:
        held = f"all; {', '.join(result.broken)} not"
    if result.meant:
        held += f" but {', '.join(result.meant)}, as it has to be"
    normal = "never" if result.normal is None else f"{result.normal:.1f}"
    return [
        result.name,
        ", ".join(result.faults),
        result.engine,
        str(result.rounds),
        held,
        f"{result.worst:.1f} {_shortened(result.slowest)}".strip(),
        normal,
        result.note.replace("|", "/").replace("\n", " "),
        made,
    ]


def _shortened(asked: str) -> str:
    """What was asked, without a handle that stands in its path."""
    return "/".join(part for part in asked.split("/") if len(part) < _LONGEST_PART)
