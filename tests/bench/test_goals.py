"""Ratios are paired, and goals are judged by them."""

import pytest

from tests.bench.driving import Cell
from tests.bench.goals import DEMO, POSTGRESQL, SQLITE, Goal, judged
from tests.bench.growth import Plan, broken_growth, kept
from tests.bench.peering import CANAILLE, IN_MEMORY, IN_REDIS
from tests.bench.ratios import Comparison, ratio_of
from tests.bench.tables import tables
from tests.bench.targets import FULL, REFRESH


def cell(cpu, database=0.0):
    return Cell(1.0, cpu, database, 1.0, 1.0, 1.0, 0.1, 1)


def comparison():
    return Comparison(
        {
            (POSTGRESQL, FULL): [cell(2, 1), cell(4, 2), cell(8, 4)],
            (SQLITE, FULL): [cell(3), cell(6), cell(12)],
            (IN_MEMORY, FULL): [cell(6), cell(12), cell(24)],
            (CANAILLE, FULL): [cell(90), cell(300), cell(360)],
        },
        left_out=["Redis is not there."],
    )


def found(results, number):
    return [goal for goal in judged(results) if goal.number == number and goal.measured is not None]


def test_ratios_are_taken_within_a_round():
    ratio = comparison().ratio(FULL, POSTGRESQL, IN_MEMORY)

    assert ratio is not None
    assert (ratio.median, ratio.low, ratio.high, ratio.rounds) == (0.5, 0.5, 0.5, 3)


def test_who_was_not_measured_is_not_judged():
    goals = judged({"comparison": comparison().as_json()})
    of_redis = [goal for goal in goals if IN_REDIS in goal.says]

    assert of_redis
    assert {goal.is_reached for goal in of_redis} == {None}
    assert {goal.found for goal in of_redis} == {"not measured"}


def test_less_is_better_where_we_are_compared_and_more_where_others_are():
    results = {"comparison": comparison().as_json()}

    ours = {goal.limit: (goal.measured, goal.is_reached) for goal in found(results, 2)}
    theirs = {goal.limit: (goal.measured, goal.is_reached) for goal in found(results, 13)}
    assert ours == {0.60: (0.5, True), 0.35: (0.5, False)}
    assert theirs == {40: (30, False)}


@pytest.mark.parametrize(
    ("goal", "said"),
    [
        (Goal(1, "", 0.5, 0.25), "2.00x better"),
        (Goal(1, "", 0.5, 1.0), "2.00x short"),
        (Goal(1, "", 20, 40.0, at_least=True), "2.00x better"),
        (Goal(1, "", 40, 20.0, at_least=True), "2.00x short"),
        (Goal(1, "", 0, 2.0), "+2"),
        (Goal(1, "", 0, 0.0), ""),
        (Goal(1, "", 1, None), ""),
    ],
)
def test_it_is_said_by_how_much(goal, said):
    assert goal.by_how_much == said


def test_a_storm_is_judged_by_its_sign_ins_and_by_the_tokens_beside_it():
    storm = {
        "fraction": 0.95,
        "longest_answer_ms": 700.0,
        "quiet_ms": [1.0, 2.0, 3.0],
        "storm_ms": [2.0, 6.0, 12.0],
        "token_errors": [],
        "workers_mib": 251.0,
    }

    assert {goal.says: goal.is_reached for goal in found({"storm": storm}, 7)} == {
        "token p99 in the storm": True,
        "token p99 in the storm / quiet": False,
        "token errors in the storm": True,
        "RSS of two worker processes after the storm": False,
    }
    assert [goal.is_reached for goal in found({"storm": storm}, 6)] == [True, True]


def test_growth_compares_the_largest_with_the_smallest():
    cells = {FULL: [[cell(10, 2), cell(20, 4)], [cell(1), cell(1)], [cell(11, 13), cell(20, 28)]]}

    growth = kept(Plan([10, 100, 1000], 5, rounds=2, seconds=1), cells)

    assert growth["cells"][FULL] == [[15, 3], [1, 0], [15.5, 20.5]]
    assert growth["ratios"][FULL]["median"] == 2
    assert growth["own_ratios"][FULL]["median"] == pytest.approx(1.05)
    assert growth["database_ratios"][FULL]["median"] == pytest.approx(6.75)
    assert [goal.says for goal in found({"growth": growth}, 12)] == [
        f"{FULL}, the provider's part: 1,000 accounts / 10"
    ]
    assert broken_growth(growth) == []


def test_a_provider_that_costs_more_with_more_accounts_is_a_broken_promise():
    cells = {FULL: [[cell(10, 2)], [cell(11.6, 2)]], REFRESH: [[cell(10, 2)], [cell(11.5, 9)]]}

    (broken,) = broken_growth(kept(Plan([10, 100], 5, rounds=1, seconds=1), cells))

    assert broken.startswith(f"{FULL} costs the provider 1.160 times as much with 100 accounts as with 10")


def test_growth_that_was_not_measured_is_a_goal_all_the_same():
    goals = [goal for goal in judged({}) if goal.number == 12]

    assert [(goal.limit, goal.found) for goal in goals] == [(1.15, "not measured"), (1.5, "not measured")]


def test_a_single_round_is_its_own_middle():
    assert ratio_of([]) is None
    assert ratio_of([2.0]).median == 2.0


def test_the_demo_is_judged_by_its_own_time_and_the_aim_stands_beside_it():
    results = {"starting": {POSTGRESQL: [0.5]}, "demo": {DEMO: [4.0, 5.5, 6.0]}}
    (table,) = [table.as_text() for part, table in tables(results) if part == "start"]

    assert [(goal.says, goal.is_reached) for goal in found(results, 11)] == [
        ("first answer", True),
        (DEMO, False),
    ]
    (row,) = [line for line in table.splitlines() if DEMO in line]
    assert row.split()[-4:] == ["5.50", "4.00", "6.00", "5"]
