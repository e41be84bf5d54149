"""Two releases on one database under load: a migration is killed, one release replaces the other (F15, F16)."""

import io
import json
import shutil
import subprocess
import tarfile
from collections.abc import Iterable
from textwrap import dedent

from idp.store.schema import known_migrations
from tests import next_release
from tests.architecture.source import ROOT
from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.machines import MACHINES, Machines
from tests.faults.scenario import CannotBeMade, Scenario
from tests.servers import BIN, idp
from tests.waiting import until

SECONDS_OF_A_STEP = 1.5
"""How long a migration stays where it may be killed: with no table held that anybody needs, and with two held."""

_TELLS = "Path({place!r}).touch()\ntime.sleep({seconds})\n"
"""Lines of the migration, not of a test: it says where it is, and stays there to be killed."""
_POINTS = ("nothing-held", "tables-held")


def lay_out_the_next(house: House) -> None:
    """The release after this one, whose migration tells how far it is."""
    first, second = (
        _TELLS.format(place=str(house.folder / name), seconds=SECONDS_OF_A_STEP) for name in _POINTS
    )
    expands = f"{first}{dedent(next_release.ADDS)}{second}"
    next_release.release(house.folder / "next", ('phase = "expand"\ntouches = ("citizen",)', expands))


def kill_migrations_while_serving(house: House) -> None:
    """Upgrade the tables that are served from, killed at either point, twice each; then two upgrades at once."""
    release, points = house.folder / "next", [house.folder / name for name in _POINTS]
    house.rounds = 2 * len(points)
    with house.broken():
        for point in points * 2:
            for each in points:
                each.unlink(missing_ok=True)
            with next_release.upgrading(release, house.url) as process:
                until(
                    lambda point=point: point.exists() or process.poll() is not None,
                    seconds=90,
                    what="that point",
                )
                if not point.exists():
                    house.record.surprises.append(f"an upgrade ended by itself: {_last_words(process)}")
        before = _columns(house)
        with (
            next_release.upgrading(release, house.url) as one,
            next_release.upgrading(release, house.url) as other,
        ):
            failed = [_last_words(each) for each in (one, other) if each.wait(90)]
    meanwhile = house.record.during_fault()
    refused = sum(each.is_trouble for each in meanwhile)
    house.notes.append(
        f"{before} columns left by killed upgrades; {refused} of {len(meanwhile)} answers were refusals"
    )
    house.record.surprises += [f"one of two upgrades at once failed: {said}" for said in failed]


def _last_words(process: "subprocess.Popen[str]") -> str:
    return process.stdout.read()[-300:] if process.stdout else ""


def _columns(house: House) -> int:
    """How many of the next release's columns there are."""
    asked = "SELECT count(*) FROM information_schema.columns WHERE column_name IN ('next_note', 'next_mark')"
    return int(house.cluster.execute(asked)[0][0])


def _upgraded_once(house: House) -> Iterable[str]:
    yield from (each for each in house.record.surprises if "upgrade" in each)
    if not house.notes[0].startswith("0 "):
        yield "a killed upgrade left something behind"
    if _columns(house) != 2:
        yield "the tables are not upgraded"


class Rolled(Machines):
    """Each machine runs either of two releases: its provider, and its worker."""

    runs_older: set[int] = set(range(MACHINES))
    seen: list[dict[str, int]]
    """How many processes knew which migration, after each step."""

    def environment_of(self, number: int) -> dict[str, str]:
        """Where Python finds that machine's release."""
        return next_release.of(self.folder / "older") if number in self.runs_older else {}

    def replace(self, number: int, *, by_older: bool) -> None:
        """Take one machine out, give it the other release, and put it back."""
        self.runs_older = self.runs_older | {number} if by_older else self.runs_older - {number}
        for server in (self.deliverers[number], self.providers[number]):
            server.end()
        self.start_provider(number)
        self.start_deliverer(number)


def lay_out_the_one_before(house: Rolled) -> None:
    """The newest commit that knows one migration less than this release, beside it.

    Raises:
        CannotBeMade: There is no history that reaches so far back.
    """
    newest = _git(
        "log", "--first-parent", "-1", "--diff-filter=A", "--format=%H", "--", "migrations/versions"
    )
    before = newest and _git("rev-parse", "--verify", "--quiet", f"{newest.decode().strip()}^")
    if not before:
        raise CannotBeMade("the history here does not reach the release before (git fetch --unshallow)")
    older = house.folder / "older"
    with tarfile.open(
        fileobj=io.BytesIO(_git("archive", before.decode().strip(), "idp", "migrations"))
    ) as archive:
        archive.extractall(older, filter="data")
    subprocess.run(
        [BIN / "pybabel", "-q", "compile", "-d", older / "idp" / "web" / "translations"], check=True
    )
    house.notes.append(f"the release before is {before.decode()[:7]}")


def _git(*asked: str) -> bytes:
    """What git says; nothing where it cannot."""
    command = [shutil.which("git") or "git", "-C", str(ROOT), *asked]
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=60).stdout
    except FileNotFoundError:
        return b""


def roll(house: Rolled) -> None:
    """On tables that are upgraded already: each machine in its turn gets this release, then the one before again."""
    house.rounds = 2 * MACHINES
    house.seen = []
    with house.broken():
        for by_older in (False, True):
            for number in range(MACHINES):
                house.replace(number, by_older=by_older)
                house.wait_for_flows(6)
                house.seen.append(_processes(house))
    broke_off = sum(each.is_trouble for each in house.record.during_fault())
    flows = sum(house.record.broken_from < each < house.record.mended_at for each in house.record.flows)
    house.notes.append(f"{flows} flows went through meanwhile, {broke_off} answers were refusals")


def _processes(house: Rolled) -> dict[str, int]:
    """Which migrations the processes know that were seen lately."""
    said: dict[str, int] = json.loads(idp("db", "check", "--json", environment=house.environment))[
        "processes"
    ]
    return said


def _both_served(house: Rolled) -> Iterable[str]:
    newest, before = known_migrations()[-1], known_migrations()[-2]
    if not any({newest, before} <= set(each) for each in house.seen):
        yield f"the two releases were not seen together: {house.seen}"
    refused = [each for each in house.record.during_fault() if each.is_trouble]
    yield from (f"{each.method} {each.path} answered {each.status}" for each in refused)


SCENARIOS = (
    Scenario("migration of the tables in use killed half-way, then two at once", ("F16",),
             kill_migrations_while_serving, bounds=Bounds(is_ready=True), besides=_upgraded_once,
             prepare=lay_out_the_next),
    Scenario("two machines: the release before replaced by this one, and back", ("F15",), roll,
             bounds=Bounds(is_ready=True, has_front=True), besides=_both_served, prepare=lay_out_the_one_before,
             house=Rolled),
)  # fmt: skip
"""Every fault of this kind."""
