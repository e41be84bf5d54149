"""Every fault there is, and those that are not made here, with the reason."""

from tests.faults import (
    of_clocks,
    of_copies,
    of_crowds,
    of_keys,
    of_machines,
    of_names,
    of_others,
    of_power,
    of_processes,
    of_reading,
    of_releases,
    of_the_database,
)
from tests.faults.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    *of_processes.SCENARIOS,
    *of_power.SCENARIOS,
    *of_reading.SCENARIOS,
    *of_the_database.SCENARIOS,
    *of_others.SCENARIOS,
    *of_keys.SCENARIOS,
    *of_copies.SCENARIOS,
    *of_crowds.SCENARIOS,
    *of_machines.SCENARIOS,
    *of_clocks.SCENARIOS,
    *of_names.SCENARIOS,
    *of_releases.SCENARIOS,
)
