"""Names cannot be resolved: register, mail and sign-out addresses are not found (F24)."""

import os
from collections.abc import Iterable
from pathlib import Path

from tests.faults.house import House
from tests.faults.newcomer import Newcomer
from tests.faults.of_others import WELL, bring_a_register, bring_mail, mail_goes_on, no_downgrade
from tests.faults.scenario import SQLITE, Scenario

LOST = Path(__file__).parent / "lost_names"
MOODS = ("gone", "2")
"""Not found; or found after so many seconds."""


def bring_names(house: House) -> None:
    """A resolver that may fail, for the provider alone: see `lost_names/sitecustomize.py`."""
    bring_a_register(house)
    bring_mail(house)
    before = os.environ.get("PYTHONPATH", "")
    os.environ["LOST_NAMES"], os.environ["PYTHONPATH"] = (
        str(house.folder / "names"),
        f"{LOST}{os.pathsep}{before}",
    )
    house.stack.callback(lambda: os.environ.update(PYTHONPATH=before))


def lose_names(house: House) -> None:
    """Somebody registers, others sign in and out, while no name is found, and while each takes its time."""
    house.rounds = len(MOODS)
    names = house.folder / "names"
    with house.broken():
        for mood in MOODS:
            names.write_text(mood)
            answer = Newcomer(house.address, house.record).is_asked_about()
            house.notes.append(f"{mood}: the register's page answered {answer.status_code}")
            house.wait(4)
        names.write_text("")


def _nothing_came_of_it(house: House) -> Iterable[str]:
    yield from mail_goes_on(house)
    during = [each.seconds for each in house.record.during_fault() if each.path.startswith("/sign-out")]
    house.notes.append(f"slowest step of a sign-out {max(during, default=0):.1f} s")
    yield from no_downgrade(house)


SCENARIOS = (
    Scenario(
        "names cannot be resolved", ("F24",), lose_names, SQLITE, WELL, _nothing_came_of_it, bring_names
    ),
)
"""Every fault of this kind."""
