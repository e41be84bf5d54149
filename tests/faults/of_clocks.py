"""Two machines whose clocks do not agree (F13)."""

import json
import os
import subprocess
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tests.faults.house import CITIZENS
from tests.faults.invariants import Bounds
from tests.faults.machines import Machines
from tests.faults.of_others import unpadded
from tests.faults.record import Fact, Spent
from tests.faults.scenario import Scenario
from tests.servers import BIN

SECONDS_APART = 90
SECONDS_LASTING = 20.0
MOST_THAT_FAIL = 0.5
"""Share of redemptions, and of forms of the sign-in, that may fail meanwhile.

Each is judged by the clock of the machine that gets it. Where nobody is kept with one machine, one of four codes is
made by the slow machine and redeemed at the fast one, which finds it too old; one of four forms is made by the fast
one and sent to the slow one, which finds it not made yet. Twice that leaves room for chance.
"""

MOVED = Path(__file__).parent / "moved_clock"


class ApartInTime(Machines):
    """The second machine's clock may be moved, by a file."""

    spent: tuple[Spent, ...] = ()
    """What was shown to be spent while the clocks were apart."""
    facts: tuple[Fact, ...] = ()
    """What was acknowledged meanwhile."""
    said_of_the_clock = ""
    """The doctor's word about the clock of the machine that is ahead."""

    def environment_of(self, number: int) -> dict[str, str]:
        """See `moved_clock/sitecustomize.py`: each machine reads a file of its own."""
        path = f"{MOVED}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        return {"MOVED_CLOCK": str(self.folder / f"clock-{number}"), "PYTHONPATH": path}


def move_one_clock(house: ApartInTime) -> None:
    """One machine is ahead of the other, for a while."""
    clock, record = house.folder / "clock-1", house.record
    spent, acknowledged = len(record.spent), len(record.facts)
    with house.broken():
        clock.write_text(str(SECONDS_APART))
        house.wait(SECONDS_LASTING)
        house.spent, house.facts = tuple(record.spent[spent:]), tuple(record.facts[acknowledged:])
        house.said_of_the_clock = _doctor_on_the_clock(house)
        clock.write_text("0")


def _doctor_on_the_clock(house: ApartInTime) -> str:
    """What `idp doctor` says on the machine that is ahead: a colour."""
    asked = subprocess.run(
        [BIN / "idp", "doctor", "--json"],
        env={**os.environ, **house.environment, **house.environment_of(1)},
        capture_output=True,
        text=True,
        check=False,  # it is to find something
        timeout=60,
    )
    return next(
        str(each["colour"]) for each in json.loads(asked.stdout)["findings"] if each["subject"] == "clock"
    )


def _people_got_through(house: ApartInTime) -> Iterable[str]:
    """Not all of what they began; but who began again got through, and whoever runs it was told."""
    claims = [json.loads(unpadded(token.split(".")[1])) for token in house.record.id_tokens]
    if max(after["iat"] - before["iat"] for before, after in pairwise(claims)) < SECONDS_APART / 2:
        yield "the clock did not move"
    if house.said_of_the_clock != "red":
        yield f"the doctor finds the clock {house.said_of_the_clock}"
    worked = {each.key for each in house.spent if each.kind == "code" and each.worked}
    failed = {each.key for each in house.spent if each.kind == "code" and each.worked is False} - worked
    forms = [each for each in house.record.during_fault() if (each.method, each.path) == ("POST", "/sign-in")]
    refused = [each for each in forms if each.status == 400]
    for what, bad, all_ in (
        ("redemptions", len(failed), len(failed | worked)),
        ("forms of the sign-in", len(refused), len(forms)),
    ):
        house.notes.append(f"{bad} of {all_} {what} failed while the clocks were {SECONDS_APART} s apart")
        if bad > all_ * MOST_THAT_FAIL:
            yield f"{bad} of {all_} {what} failed"
    owners = house.kept().authorizations
    through = {owners[each.key[0]].citizen_id for each in house.facts if each.kind == "redeemed"}
    if len(through) < CITIZENS:
        yield f"only {len(through)} of {CITIZENS} citizens got through"


SCENARIOS = (
    Scenario(f"two machines: clocks {SECONDS_APART} s apart", ("F13",), move_one_clock,
             bounds=Bounds(is_ready=True, has_front=True), besides=_people_got_through, house=ApartInTime),
)  # fmt: skip
"""Every fault of this kind."""
