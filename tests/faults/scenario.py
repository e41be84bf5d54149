"""A fault as a small object, and what comes of it when it is made."""

import os
import shutil
import subprocess
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from tests.architecture.source import this_commit
from tests.engines import SqliteEngine, workshop
from tests.faults.cluster import Cluster
from tests.faults.house import CITIZENS, House
from tests.faults.invariants import (
    RULES,
    SECONDS_OF_HEALTH,
    SECONDS_TO_NORMAL,
    Bounds,
    broken,
    seconds_to_normal,
)
from tests.installation import install
from tests.waiting import until

SQLITE, POSTGRESQL = "sqlite", "postgresql"
SMALL_DISK = "48m"


class CannotBeMade(Exception):
    """This machine does not let us make the fault; the reason is told in the report."""


class NeedsRoot(CannotBeMade):
    """Only root may make the fault: whoever asks for the others does not have to be."""


@dataclass(frozen=True)
class Scenario:
    """One fault.

    Args:
        name: How it is called.
        faults: Its numbers in the list of faults.
        inject: Makes it, and ends it: within `house.broken()`.
        engine: On which database.
        bounds: What it may do.
        besides: What has to hold besides I1 to I8; sentences about what does not.
        settings: The provider's settings that it needs, by their names without the prefix.
        prepare: Done before the provider starts.
        on_small_disk: The tables lie on a disk that can be filled.
        is_quick: Whether it is one of those that run in every test.
        house: What it happens to.
        control: Invariants that may break, the first of which has to: what holds them was taken away, and the checker
            is to see it.
    """

    name: str
    faults: tuple[str, ...]
    inject: Callable[[House], None]
    engine: str = POSTGRESQL
    bounds: Bounds = field(default_factory=Bounds)
    besides: Callable[[House], Iterable[str]] = lambda _house: ()
    prepare: Callable[[House], None] = lambda _house: None
    on_small_disk: bool = False
    is_quick: bool = False
    house: type[House] = House
    control: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What came of it.

    Args:
        name: The scenario's.
        faults: Its numbers.
        engine: On which database.
        rounds: How often the fault was made.
        broken: What did not hold, by invariant (`besides` for the scenario's own).
        worst: Seconds of the slowest answer.
        slowest: What that was asked.
        normal: Seconds from the fault's end to the last trouble.
        flows: Whole flows that went through.
        answers: Answers taken down.
        note: What else there is to say; why it was not made.
        was_made: Whether it could be made here.
        needs_root: Whether it was not made because whoever asked is not root.
        commit: Of which state of the sources; empty where that is not known.
        made_at: On which day.
        meant: Invariants that broke, as in a control they have to.
    """

    name: str
    faults: tuple[str, ...]
    engine: str
    rounds: int = 0
    broken: dict[str, list[str]] = field(default_factory=dict)
    worst: float = 0.0
    slowest: str = ""
    normal: float | None = None
    flows: int = 0
    answers: int = 0
    note: str = ""
    was_made: bool = True
    needs_root: bool = False
    commit: str = ""
    made_at: str = ""
    meant: tuple[str, ...] = ()

    @property
    def held(self) -> list[str]:
        """The invariants that hold."""
        return [name for name in RULES if name not in (*self.broken, *self.meant)] if self.was_made else []


def run(scenario: Scenario, cluster: Callable[[], Cluster], times: int = 1) -> Result:
    """Make a fault, and look at what is left.

    Args:
        scenario: Which.
        cluster: Gives a PostgreSQL with a template; asked only where one is needed.
        times: How often, each time in a house of its own; the scenario itself may make it several times.
    """
    results = [_once(scenario, cluster) for _ in range(times)]
    return replace(together(results), commit=this_commit(), made_at=datetime.now(UTC).date().isoformat())


def together(results: Sequence[Result]) -> Result:
    """What came of a fault that was made again and again: the worst of it, with the note of the slowest time."""
    slowest = max(results, key=lambda each: (not each.was_made, each.worst))
    wrong: dict[str, list[str]] = {}
    for each in results:
        for name, sentences in each.broken.items():
            wrong.setdefault(name, []).extend(sentences)
    seconds = [each.normal for each in results]
    return replace(
        slowest,
        rounds=sum(each.rounds for each in results),
        broken=wrong,
        normal=None if None in seconds else max(each for each in seconds if each is not None),
        flows=sum(each.flows for each in results),
        answers=sum(each.answers for each in results),
    )


def _once(scenario: Scenario, cluster: Callable[[], Cluster]) -> Result:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        try:
            with (
                _tables(scenario, folder, cluster) as (url, server),
                scenario.house(url, folder, server) as house,
            ):
                return _play(scenario, house)
        except CannotBeMade as why:
            return Result(
                scenario.name,
                scenario.faults,
                scenario.engine,
                note=f"not made: {why}",
                was_made=False,
                needs_root=isinstance(why, NeedsRoot),
            )
        except Exception as error:  # noqa: BLE001  whatever it is: the other faults are made all the same
            traceback.print_exc()
            what = {"the scenario": [f"{type(error).__name__}: {error}"]}
            return Result(scenario.name, scenario.faults, scenario.engine, broken=what)


def _play(scenario: Scenario, house: House) -> Result:
    scenario.prepare(house)
    house.serve()
    house.begin_the_day()
    scenario.inject(house)
    _become_normal(house)
    besides = list(scenario.besides(house))
    house.send_home()
    record = house.record  # one that put a copy back began a new one
    wrong = broken(record, house.kept(), scenario.bounds)
    meant, wrong = as_meant(scenario.control, wrong)
    return Result(
        name=scenario.name,
        faults=scenario.faults,
        engine=scenario.engine,
        rounds=house.rounds,
        broken={**wrong, **({"besides": besides} if besides else {})},
        worst=record.slowest().seconds,
        slowest=f"{record.slowest().method} {record.slowest().path}",
        normal=seconds_to_normal(record),
        flows=len(record.flows),
        answers=len(record.answers),
        note="; ".join([*house.notes, *sorted(set(record.surprises))[:3]]),
        meant=meant,
    )


def as_meant(
    control: Sequence[str], wrong: dict[str, list[str]]
) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """What broke as it was meant to, and what is wrong: the rest, and that the first of a control held.

    Args:
        control: Invariants that may break, the first of which has to; empty where all have to hold.
        wrong: What broke, by invariant.
    """
    meant = tuple(name for name in wrong if name in control)
    rest = {name: sentences for name, sentences in wrong.items() if name not in control}
    if control and control[0] not in wrong:
        rest["the control"] = [
            f"{control[0]} held, where it cannot: the checker does not see what it looks for"
        ]
    return meant, rest


def _become_normal(house: House) -> None:
    """Wait for some flows, and for a while without trouble; not for ever: the checker then says how long it took."""
    with suppress(AssertionError):
        until(lambda: _is_normal(house), seconds=SECONDS_TO_NORMAL + 10)


def _is_normal(house: House) -> bool:
    record, now = house.record, time.monotonic()
    went = sum(each > record.mended_at for each in record.flows)
    troubles = [each for each in record.answers[-200:] if each.is_trouble]
    is_quiet = all(each.at + each.seconds < now - SECONDS_OF_HEALTH for each in troubles)
    return went >= CITIZENS and is_quiet and now - record.mended_at >= SECONDS_OF_HEALTH


@contextmanager
def _tables(
    scenario: Scenario, folder: Path, cluster: Callable[[], Cluster]
) -> Iterator[tuple[str, Cluster | None]]:
    if scenario.engine == POSTGRESQL and not scenario.on_small_disk:
        server = cluster()
        server.renew()
        yield server.url, server
    elif scenario.engine == POSTGRESQL:
        with small_disk(folder / "small") as disk:
            server = Cluster(_new(folder / "postgresql"), bulk=_new(disk / "bulk"))
            try:
                install(server.url)
                yield server.url, server
            finally:
                server.close()
    elif scenario.on_small_disk:
        with small_disk(folder / "small") as disk:
            yield SqliteEngine(workshop()).fresh(disk), None
    else:
        yield SqliteEngine(workshop()).fresh(folder), None


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A file system that can be filled.

    Raises:
        NeedsRoot: Only root may mount one.
        CannotBeMade: Root may not mount one here either.
    """
    _new(folder)
    mount = shutil.which("mount") or "/bin/mount"
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", folder], capture_output=True, check=False
    )
    if made.returncode:
        raise (CannotBeMade if os.geteuid() == 0 else NeedsRoot)("a small disk cannot be mounted here")
    try:
        yield folder
    finally:
        subprocess.run([mount.replace("mount", "umount"), "-l", folder], check=True)


def _new(folder: Path) -> Path:
    folder.mkdir(mode=0o755, exist_ok=True)
    return folder
