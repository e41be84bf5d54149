"""Two machines whose clocks do not agree (F13)."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

from tests.faults.house import House
from tests.faults.invariants import Bounds
from tests.faults.machines import Machines
from tests.faults.of_others import unpadded
from tests.faults.scenario import Scenario

SECONDS_APART = 90
SECONDS_LASTING = 20.0
MOVED = Path(__file__).parent / "moved_clock"


class ApartInTime(Machines):
    """The second machine's clock may be moved, by a file."""

    @contextmanager
    def clock_of(self, number: int) -> Iterator[None]:
        """See `moved_clock/sitecustomize.py`: each provider reads a file of its own."""
        before = os.environ.get("PYTHONPATH", "")
        os.environ["MOVED_CLOCK"] = str(self.folder / f"clock-{number}")
        os.environ["PYTHONPATH"] = f"{MOVED}{os.pathsep}{before}"
        try:
            yield
        finally:
            os.environ["PYTHONPATH"] = before
            del os.environ["MOVED_CLOCK"]


def move_one_clock(house: House) -> None:
    """One machine is ahead of the other, for a while."""
    clock = house.folder / "clock-1"
    with house.broken():
        clock.write_text(str(SECONDS_APART))
        house.wait(SECONDS_LASTING)
        clock.write_text("0")


def _flows_went_on(house: House) -> Iterable[str]:
    record = house.record
    during = [each for each in record.flows if record.broken_from < each < record.mended_at]
    claims = [json.loads(unpadded(token.split(".")[1])) for token in record.id_tokens]
    steps = [after["iat"] - before["iat"] for before, after in pairwise(claims)]
    house.notes.append(f"{len(during)} flows went through while the clocks were {SECONDS_APART} s apart")
    if max(steps) < SECONDS_APART / 2:
        yield "the clock did not move"
    if not during:
        yield "no flow went through"


SCENARIOS = (
    Scenario(f"two machines: clocks {SECONDS_APART} s apart", ("F13",), move_one_clock,
             bounds=Bounds(is_ready=True, has_front=True), besides=_flows_went_on, house=ApartInTime),
)  # fmt: skip
"""Every fault of this kind."""
