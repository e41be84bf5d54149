"""What speed was aimed at, and whether it was reached: each goal against what one run has measured.

R is npm oidc-provider on the current long-term Node.js, in the same run. CPU is counted with the database's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.bench.ours import NAME
from tests.bench.peering import (
    CANAILLE,
    DJANGO_POSTGRESQL,
    DJANGO_SQLITE,
    IN_MEMORY,
    IN_MEMORY_JWT,
    IN_REDIS,
)
from tests.bench.processes import MEBIBYTE
from tests.bench.ratios import Comparison, Ratio
from tests.bench.targets import (
    CREDENTIALS,
    DISCOVERY,
    FULL,
    INTROSPECTION,
    JWKS,
    REFRESH,
    SIGN_IN,
    SSO,
    USERINFO,
)

SQLITE, POSTGRESQL = NAME["sqlite"], NAME["postgresql"]
DEMO = "the demo of `./run`, all eight programs, started again"
LONGEST_START = {POSTGRESQL: 0.6, DEMO: 5.0}
"""Seconds."""

STATEMENTS = {
    "full code flow": 6,
    "code flow": 4,
    "redemption": 1,
    "refresh": 1,
    "userinfo": 1,
    "introspection": 1,
    "client credentials": 0,
    "discovery": 0,
    "jwks": 0,
}
"""The aim. What a change must not exceed is in `budgets`."""


@dataclass(frozen=True)
class Goal:
    """One goal.

    Args:
        number: Its number in the plan.
        says: What it is about.
        limit: What was aimed at.
        measured: What was measured; None where it was not.
        spread: Where half of the rounds lie.
        at_least: Whether more is better.
        unit: Of both.
    """

    number: int
    says: str
    limit: float
    measured: float | None
    spread: tuple[float, float] | None = None
    at_least: bool = False
    unit: str = ""

    @property
    def is_reached(self) -> bool | None:
        """None where it was not measured."""
        if self.measured is None:
            return None
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @property
    def wanted(self) -> str:
        """In words."""
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}{self.unit}"

    @property
    def found(self) -> str:
        """In words, with the spread."""
        if self.measured is None:
            return "not measured"
        between = f" ({self.spread[0]:.2f}–{self.spread[1]:.2f})" if self.spread else ""
        if self.spread is None and float(self.measured).is_integer():
            return f"{self.measured:g}{self.unit}"
        return f"{self.measured:.{2 if abs(self.measured) < 100 else 0}f}{self.unit}{between}"

    @property
    def by_how_much(self) -> str:
        """How far on which side of the limit."""
        if self.measured is None:
            return ""
        if not self.limit or not self.measured:
            return "" if self.is_reached else f"{self.measured - self.limit:+g}"
        share = self.measured / self.limit
        better = share if self.at_least else 1 / share
        return f"{better:.2f}x better" if self.is_reached else f"{1 / better:.2f}x short"


def judged(results: Mapping[str, Any]) -> list[Goal]:
    """Every goal that a benchmark can judge.

    Args:
        results: What was measured, as it is kept.
    """
    kept = results.get("comparison")
    comparison = Comparison.from_json(kept) if kept else Comparison()
    return [
        *_against_oidc_provider(comparison),
        *_not_modified(results.get("memory", [])),
        *_storm(results.get("storm", {}), results.get("hashing")),
        *_statements(results.get("statements", {})),
        *_memory(results.get("memory", []), results.get("budgets", [])),
        *_start({**results.get("starting", {}), **results.get("demo", {})}),
        *_growth(results.get("growth", {})),
        *_against_python(comparison),
    ]


def _against_oidc_provider(comparison: Comparison) -> Iterator[Goal]:
    aims = (
        (1, CREDENTIALS, POSTGRESQL, IN_MEMORY_JWT, 0.30),
        (1, CREDENTIALS, POSTGRESQL, IN_MEMORY, 1.0),
        (2, FULL, POSTGRESQL, IN_REDIS, 0.35),
        (2, FULL, POSTGRESQL, IN_MEMORY, 0.60),
        (2, FULL, SQLITE, IN_MEMORY, 0.35),
        (3, SSO, POSTGRESQL, IN_REDIS, 0.65),
        (3, REFRESH, POSTGRESQL, IN_REDIS, 0.65),
        (4, INTROSPECTION, POSTGRESQL, IN_REDIS, 0.50),
        (4, USERINFO, POSTGRESQL, IN_REDIS, 0.80),
        (5, DISCOVERY, POSTGRESQL, IN_MEMORY, 0.40),
        (5, JWKS, POSTGRESQL, IN_MEMORY, 0.60),
    )
    for number, scenario, ours, theirs, limit in aims:
        ratio = comparison.ratio(scenario, ours, theirs)
        yield _of(ratio, number, f"{scenario}: {ours} / {theirs}", limit)


def _not_modified(memory: list[Mapping[str, Any]]) -> Iterator[Goal]:
    answered = min((each["not_modified"] for each in memory if "not_modified" in each), default=None)
    yield Goal(5, "discovery and jwks answered with 304 to a known ETag", 2, answered, at_least=True)


def _against_python(comparison: Comparison) -> Iterator[Goal]:
    aims = (
        (FULL, DJANGO_SQLITE, SQLITE, 15),
        (FULL, DJANGO_POSTGRESQL, POSTGRESQL, 15),
        (REFRESH, DJANGO_SQLITE, SQLITE, 25),
        (REFRESH, DJANGO_POSTGRESQL, POSTGRESQL, 25),
        (FULL, CANAILLE, SQLITE, 40),
    )
    for scenario, theirs, ours, limit in aims:
        ratio = comparison.ratio(scenario, theirs, ours)
        yield _of(ratio, 13, f"{scenario}: {theirs} / {ours}", limit, at_least=True)


def _storm(storm: Mapping[str, Any], hashing: float | None) -> Iterator[Goal]:
    found: Callable[[str], Any] = storm.get
    quiet, stormy = found("quiet_ms"), found("storm_ms")
    errors = found("token_errors")
    longest = found("longest_answer_ms")
    yield Goal(6, "password sign-ins / argon2 ceiling", 0.9, found("fraction"), at_least=True)
    yield Goal(6, "longest wait for one answer", 2, longest / 1000 if longest else None, unit=" s")
    yield Goal(7, "token p99 in the storm", 25, stormy[2] if stormy else None, unit=" ms")
    yield Goal(7, "token p99 in the storm / quiet", 3, stormy[2] / quiet[2] if stormy else None)
    yield Goal(7, "token errors in the storm", 0, float(len(errors)) if errors is not None else None)
    yield Goal(7, "RSS of two worker processes after the storm", 250, found("workers_mib"), unit=" MiB")
    yield Goal(8, "hashing / plain wheel at equal parameters", 0.65, hashing)


def _statements(counts: Mapping[str, Mapping[str, int]]) -> Iterator[Goal]:
    known = counts.get("postgresql", {})
    for name, most in STATEMENTS.items():
        count = known.get(name)
        yield Goal(9, f"SQL statements: {name}", most, None if count is None else float(count))


def _memory(memory: list[Mapping[str, Any]], budgets: list[Mapping[str, Any]]) -> Iterator[Goal]:
    known = [each for each in memory if each["engine"] == "postgresql" and each["workers"] == WORKERS]
    idle = max((each["pss"] for each in known[0]["at_rest"]), default=None) if known else None
    yield Goal(10, "PSS of a worker process at rest", 50, idle, unit=" MiB")
    grown = max(((each["second"] - each["first"]) * 10**6 / MEBIBYTE for each in budgets), default=None)
    yield Goal(10, "growth of a worker process over 10,000 further requests", 20, grown, unit=" MiB")


def _start(starting: Mapping[str, list[float]]) -> Iterator[Goal]:
    def usual(name: str) -> float | None:
        return sorted(starting[name])[len(starting[name]) // 2] if starting.get(name) else None

    ours, theirs = usual(POSTGRESQL), usual(IN_MEMORY)
    yield Goal(11, "first answer", LONGEST_START[POSTGRESQL], ours, unit=" s")
    yield Goal(11, f"first answer: ours / {IN_MEMORY}", 1.5, ours / theirs if ours and theirs else None)
    yield Goal(11, DEMO, LONGEST_START[DEMO], usual(DEMO), unit=" s")


def _growth(growth: Mapping[str, Any]) -> Iterator[Goal]:
    sizes = growth.get("sizes", SIZES)
    between = f"{sizes[-1]:,} accounts / {sizes[0]:,}"
    own, stored = growth.get("own_ratios", {}), growth.get("database_ratios", {})
    for scenario in own or [EACH]:
        yield _grown(own.get(scenario), f"{scenario}, the provider's part: {between}", GROWTH)
    yield _grown(stored.get(SIGN_IN), f"{SIGN_IN}, PostgreSQL's part: {between}", STATEMENT_GROWTH)


def _grown(found: Mapping[str, float] | None, says: str, limit: float) -> Goal:
    if found is None:
        return Goal(12, says, limit, None)
    return Goal(12, says, limit, found["median"], (found["low"], found["high"]))


def _of(ratio: Ratio | None, number: int, says: str, limit: float, *, at_least: bool = False) -> Goal:
    spread = (ratio.low, ratio.high) if ratio else None
    return Goal(number, says, limit, ratio.median if ratio else None, spread, at_least)


WORKERS = 2
GROWTH = 1.15
"""A hot path costs the provider at most so many times the CPU at the largest number of accounts."""

STATEMENT_GROWTH = 1.5
"""The same for what PostgreSQL does for a sign-in."""

SIZES = (10_000, 1_000_000, 5_000_000)
"""Numbers of accounts, the smallest first."""

EACH = "each kind of request"
