"""How a plan is divided: complete, disjoint, by times, and always the same."""

import random

import pytest

from harness.problem import AuthorError
from harness.results import shards
from harness.results.run import Planned


def planned(number):
    return Planned(f"a.feature:{number}", "a.feature", "A", "n", "n", "n", "c", f"h{number}")


@pytest.mark.parametrize("of", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("known", [0, 10, 40])
def test_every_scenario_is_in_one_shard_in_the_order_of_the_plan(of, known):
    plan = [planned(number) for number in range(40)]
    times = {f"h{number}": random.Random(number).random() * 20 for number in range(known)}

    divided = shards.divide(plan, of, times)

    assert len(divided) == of
    assert sorted((each for part in divided for each in part), key=plan.index) == plan
    assert all(part == sorted(part, key=plan.index) for part in divided)
    assert divided == shards.divide(plan, of, dict(reversed(times.items())))


def test_without_times_the_numbers_differ_by_one_at_most():
    divided = shards.divide([planned(number) for number in range(11)], 4, {})

    assert sorted(map(len, divided)) == [2, 3, 3, 3]


def test_the_longest_is_first_given_to_the_shard_with_least_to_do():
    plan = [planned(number) for number in range(5)]
    times = {"h0": 2.0, "h1": 3.0, "h2": 7.0, "h3": 6.0, "h4": 4.0}

    assert [[each.history for each in part] for part in shards.divide(plan, 2, times)] == [
        ["h0", "h1", "h2"], ["h3", "h4"],
    ]  # fmt: skip


def test_a_scenario_that_has_not_run_yet_counts_as_one_of_middle_length():
    plan = [planned(number) for number in range(4)]
    times = {"h0": 1.0, "h1": 10.0, "h2": 1.0}

    divided = shards.divide(plan, 2, times)

    assert [[each.history for each in part] for part in divided] == [["h1"], ["h0", "h2", "h3"]]


def test_scenarios_that_take_no_time_are_spread_too():
    plan = [planned(number) for number in range(4)]

    divided = shards.divide(plan, 2, dict.fromkeys(("h0", "h1", "h2", "h3"), 0.0))

    assert [len(part) for part in divided] == [2, 2]


def test_plans_are_told_apart_by_scenarios_rows_and_order():
    one, two = planned(1), planned(2)
    same_line = Planned("a.feature:1", "a.feature", "A", "n", "n", "n", "c", "another row")

    plans = [[one, two], [two, one], [one], [same_line, two]]
    assert len({shards.identity(plan) for plan in plans}) == 4
    assert shards.identity([one, two]) == shards.identity([planned(1), planned(2)])


def test_a_shard_that_is_none_is_the_authors_error():
    assert shards.place("2/4") == (2, 4)
    with pytest.raises(AuthorError, match="such as 2/4"):
        shards.place("5/4")
