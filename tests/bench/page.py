"""docs/bench.md and its charts, made from what is kept in docs/bench.json."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT
from tests.bench.chart import Bar, Panel, drawn
from tests.bench.ours import NAME
from tests.bench.peering import PEERS
from tests.bench.ratios import Comparison
from tests.bench.tables import goals, tables
from tests.bench.targets import SCENARIOS

DOCS = ROOT / "docs"
KEPT = "bench.json"
PERFORMANCE = "performance.md"
BEGIN, END = "<!-- goals: made by ./test --bench --write -->", "<!-- end of goals -->"
"""Between these, the page on performance has the goals."""
PARTS = {
    "goals": (
        "Goals",
        """R is npm `oidc-provider` on Node.js 24 in the same run. A ratio is the median of the rounds, and in brackets
is where half of them lie. Three goals are not measured as they were set: the plan's tenth is about growth over 10⁵
flows, and here 10,000 requests are made; its twelfth goes to ten million accounts, and to SQLite, too, and here it
stops at five million in PostgreSQL; its fourteenth, against Keycloak and Ory Hydra, has no row, since neither was
run.""",
    ),
    "rows": (
        "What each request costs",
        """Four clients, each waiting for its answer before it asks again. Passwords are hashed as in production, which
is why the rows that sign somebody in cost what they cost.""",
    ),
    "memory": (
        "Memory",
        """RSS counts what processes share once for each of them, PSS divides it among them: the sum of PSS is what the
machine has less.""",
    ),
    "peers": (
        "Beside others",
        """The same driver asks everybody the same things in shuffled rounds. Nobody hashes passwords here: ours and
django-oauth-toolkit's hashes are made cheap, Canaille's is a salted SHA-1, and oidc-provider's development pages check
none. oidc-provider asks for consent at every new session, the others once for each person. Its memory keeps only a
thousand entries, and its Redis writes nothing to disk. It runs as one process, the others with two workers, of which
gunicorn's close the connection after each answer. Ours keeps an audit record of what it does, in the same transaction.
ID tokens are signed with ES256, except that django-oauth-toolkit and Canaille sign with RS256; django-oauth-toolkit's
access tokens are opaque.""",
    ),
    "storm": (
        "A storm of sign-ins",
        """A sign-in is everything from the first page to the code, with a real password hash. The ceiling is what this
machine verifies in a second when it does nothing else, so the pages themselves and the driver are taken from it, too.
What others ask goes out at a steady pace from a process of its own and is counted from when it was due.""",
    ),
    "start": (
        "First answer",
        """Each program is started anew, on tables that are there already. The demo is timed from
`python -m deploy.demo` to the table it prints when all of its programs answer; what `./run` does before, installing, is
not in it.""",
    ),
    "growth": (
        "Growth",
        """The same rows with more accounts in PostgreSQL, the sizes asked in shuffled rounds, one worker process each,
passwords hashed cheaply. At each size there are sessions and audit records in proportion, the records in the months of
a year, and an authorization, a refresh token and a consent for each account up to a million; half of them are those of
the application that asks. Each sign-in is that of another account, chosen by chance, at a browser that is new; their
phone numbers differ, what is sealed and the password do not. The worker and autovacuum are off meanwhile. All
sizes are in one PostgreSQL: its checkpoints count with the size that is asked just then, and its buffers are shared.
The limit is for the CPU of the provider; what the database needs to find a row by its key may grow.""",
    ),
}
READING = """# Benchmark

This page is made by `./test --bench --write` from `docs/bench.json`; edit `tests/bench/page.py` instead.

```sh
make bench-peers                    # once: installs the peers of the comparison, under .peers
make bench                          # everything but growth, the console with ten million records (docs/watching.md) too
./test --bench --quick              # few and short rounds: enough to see that it works, not enough to quote
./test --bench --growth --write     # 10 thousand, 1 million and 5 million accounts in PostgreSQL
./test --bench --growth --sizes 10000 1000000 --log-rows 2000000   # smaller: it checks first whether the disk is enough
./test --bench --only storm start   # some parts: statements, rows, memory, ratios, storm, start, demo
./test --bench --write              # measures, and renews this page
./test --bench --write --from FILE  # renews it from what `--json FILE` has kept
```

## How to read the numbers

- CPU for each request is what to compare. It counts all processes of a provider; what its database or Redis used is
  given after a plus sign. Requests per second and times to an answer also depend on the driver, which runs on the same
  cores and whose own CPU is in the last column.
- Absolute numbers belong to this machine and this hour. Ratios are taken within a round, so that what slows one side
  slows the other, too. A difference under 15 per cent says nothing.
- Everything is plain HTTP on loopback. TLS, a network and a database on another machine are not in it.
- PostgreSQL runs with its settings as shipped, `fsync` and `synchronous_commit` on. SQLite runs as the provider sets
  it up.
- SQL statements are counted exactly, in one process, without BEGIN and COMMIT. Left out is one read of a number, by
  which a process sees that registrations have changed: it happens at most twice a second, in the request that asks
  just then. `tests/bench/budgets.py` holds what a change must not exceed, and the tests check it; the goals below are
  the aim.
"""


def merged(kept: Mapping[str, Any], measured: Mapping[str, Any]) -> dict[str, Any]:
    """What was kept, with the parts that were measured anew; each part knows where and when it was measured."""
    parts = {part: found for part, found in measured.items() if part not in ("about", "failed")}
    told = measured["about"]
    # What was kept says it of each part, what has just been measured says it once.
    about = {**kept.get("about", {}), **(dict.fromkeys(parts, told) if "when" in told else told)}
    return {**kept, **parts, "about": about}


def write(measured: Mapping[str, Any], folder: Path = DOCS) -> list[Path]:
    """Renew the page, its charts and what they are made from; the files that were written."""
    kept = folder / KEPT
    results = merged(json.loads(kept.read_text()) if kept.exists() else {}, measured)
    lines = [
        f"{json.dumps(part)}: {json.dumps(found, ensure_ascii=False)}" for part, found in results.items()
    ]
    written = {kept: "{\n" + ",\n".join(lines) + "\n}\n"}
    pictures = dict(charts(results))
    written |= {folder / f"bench-{part}.svg": picture for part, picture in pictures.items()}
    written[folder / "bench.md"] = page(results, pictures)
    performance = folder / PERFORMANCE
    if performance.exists():
        written[performance] = with_goals(performance.read_text(encoding="utf-8"), results, pictures)
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return [*written]


def page(results: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    """The page."""
    found: dict[str, list[str]] = {}
    if not set(results) - {"about"}:
        return f"{READING}\nNothing has been measured for this page yet.\n"
    for part, table in tables(results):
        found.setdefault(part, []).append(table.as_markdown())
    said = [READING]
    for part, (heading, text) in PARTS.items():
        if part in found:
            said += [f"## {heading}", "", text, ""]
            if part in pictures:
                said += [f"![{heading}](bench-{part}.svg)", ""]
            said += [f"{table}\n" for table in found[part]]
    return "\n".join([*said, *_provenance(results)])


def with_goals(text: str, results: Mapping[str, Any], pictures: Mapping[str, str]) -> str:
    """The page on performance with the goals of these results between its marks, where and when, and the charts."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    shown = [f"![{PARTS[part][0]}](bench-{part}.svg)\n" for part in pictures]
    measured = [line for line in _provenance(results)[2:] if line]
    said = [goals(results).as_markdown(), "", *shown, *measured]
    return f"{before}{BEGIN}\n\n" + "\n".join(said) + f"\n\n{END}{after}"


def charts(results: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The pictures that the results allow, by the part of the page they belong to."""
    rows = results.get("rows", [])
    if rows:
        says = "CPU milliseconds for each request with two worker processes; the database's share in amber."
        yield "rows", drawn("What each request costs", says, _of_rows(rows))
    if "comparison" in results:
        says = "CPU milliseconds for each, the median of all rounds; the database's share in amber. Less is better."
        yield (
            "peers",
            drawn("Sen ID beside others", says, _of_peers(Comparison.from_json(results["comparison"]))),
        )
    if (growth := results.get("growth")) and growth["cells"]:
        panels = [
            Panel(
                scenario,
                [Bar(f"{size:,} accounts", *cell) for size, cell in zip(growth["sizes"], cells, strict=True)],
            )
            for scenario, cells in growth["cells"].items()
        ]
        says = "CPU milliseconds for each request; the database's share in amber."
        yield "growth", drawn("With more accounts", says, panels)


def _of_rows(rows: list[Mapping[str, Any]]) -> list[Panel]:
    most = max(row["workers"] for row in rows)
    names = dict.fromkeys(row["row"] for row in rows)
    return [
        Panel(
            name,
            [
                Bar(NAME[row["engine"]], row["cpu_ms"], row["database_ms"])
                for row in rows
                if row["row"] == name and row["workers"] == most
            ],
        )
        for name in names
    ]


def _of_peers(comparison: Comparison) -> list[Panel]:
    panels = []
    for scenario in SCENARIOS:
        bars = [
            Bar(name, cell.cpu_ms, cell.database_ms, is_ours=name in NAME.values())
            for name in (*NAME.values(), *(peer.name for peer in PEERS))
            if (cell := comparison.middle(name, scenario))
        ]
        panels.append(Panel(scenario, bars))
    return panels


def _provenance(results: Mapping[str, Any]) -> list[str]:
    said = ["## Where and when", ""]
    parts: dict[str, list[str]] = {}
    for part, about in results["about"].items():
        parts.setdefault(json.dumps(about, sort_keys=True), []).append(part)
    for text, names in parts.items():
        about = json.loads(text)
        versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
        said += [
            (
                f"- {', '.join(sorted(names))}: {about['when']}, commit {about['commit']}, {about['cores']} cores of "
                f"{about['processor']}, {about['memory_gib']} GiB, {about['system']}, load {about['load']} at "
                f"the start. {versions}."
            )
        ]
    left_out = results.get("comparison", {}).get("left_out", [])
    return [*said, *(f"- {sentence}" for sentence in left_out), ""]
