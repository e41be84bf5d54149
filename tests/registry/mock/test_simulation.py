"""`idp/registry/mock/simulation.py`: bad behaviour that can be replayed."""

import pytest

from idp.registry.mock.simulation import PROFILES, Disturbance, Simulation, custom


def fates(profile, seed="sim", answers=400):
    simulation = Simulation(PROFILES[profile], seed)
    return [simulation.next() for _ in range(answers)]


def test_calm_is_calm():
    assert set(fates("calm")) == {Disturbance()}


def test_the_same_seed_replays_the_same_storm():
    assert fates("storm") == fates("storm")
    assert fates("storm") != fates("storm", seed="other")


def test_a_storm_takes_four_in_ten():
    struck = [fate for fate in fates("storm") if fate.fault == "011"]

    assert 120 < len(struck) < 200


def test_latency_is_as_told():
    seconds = sorted(fate.seconds for fate in fates("real", answers=2000))

    assert 0.25 < seconds[1000] < 0.45
    assert 1.5 < seconds[1900] < 2.6
    assert seconds[-1] <= 15
    evening = sorted(fate.seconds for fate in fates("evening", answers=2000))
    assert evening[1000] == pytest.approx(3 * seconds[1000])


def test_a_switch_begins_the_count_again():
    simulation = Simulation(PROFILES["storm"])
    before = [simulation.next() for _ in range(20)]
    simulation.switch(PROFILES["storm"])

    assert [simulation.next() for _ in range(20)] == before


@pytest.mark.parametrize(
    ("latency", "fault", "share"),
    [
        ("fast", "", 0),
        (61.0, "", 0),
        (-1.0, "", 0),
        ("none", "999", 0),
        ("none", "011", 10_001),
        ("none", "", -1),
    ],
)
def test_a_profile_that_does_not_exist_is_refused(latency, fault, share):
    with pytest.raises(ValueError, match=r"."):
        custom(latency, fault, share)
