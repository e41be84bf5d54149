"""The faults that say most, made in every run of the tests; `./test --faults` makes all of them."""

import pytest

from tests.faults.catalogue import SCENARIOS
from tests.faults.house import House
from tests.faults.scenario import Scenario, run
from tests.servers import SERVE_WITH_CHEAP_HASHES

QUICK = [each for each in SCENARIOS if each.is_quick]


def test_the_selection_breaks_a_process_and_a_database():
    assert {number for each in QUICK for number in each.faults} == {"F1", "F2", "F5"}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scenario", QUICK, ids=[each.name for each in QUICK])
def test_everything_holds_that_has_to(scenario: Scenario, cluster, monkeypatch):
    # Threads that hash give way to everything else: beside other tests, nobody would sign in within the time allowed.
    monkeypatch.setattr(House, "command", SERVE_WITH_CHEAP_HASHES)
    result = run(scenario, cluster)

    assert result.was_made
    assert result.broken == {}
    assert result.flows > 0


def test_every_fault_has_a_name_of_its_own():
    names = [(each.name, each.engine) for each in SCENARIOS]

    assert len(names) == len(set(names))
    assert all(each.faults and all(number.startswith("F") for number in each.faults) for each in SCENARIOS)
