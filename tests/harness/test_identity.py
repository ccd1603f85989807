"""Who a scenario is, run after run."""

from harness.results.identity import Identities

ROW = (("kind", "a"), ("id", "1"))


def test_the_same_scenario_is_the_same_in_every_run():
    assert Identities().of_next("a.feature: A", ROW) == Identities().of_next("a.feature: A", ROW)


def test_rows_of_an_outline_are_one_case_with_a_history_each():
    identities = Identities()
    first = identities.of_next("a.feature: A", ROW)
    second = identities.of_next("a.feature: A", (("kind", "b"), ("id", "1")))

    assert first.case == second.case
    assert first.history != second.history


def test_scenarios_of_one_name_are_different_cases_with_histories_of_their_own():
    identities = Identities()
    first, second, third = (identities.of_next("a.feature: A") for _ in range(3))

    assert len({first.case, second.case, third.case}) == 3
    assert len({first.history, second.history, third.history}) == 3


def test_a_line_break_in_a_cell_is_the_same_as_written_and_as_read():
    read, written = (("text", "a\nb"),), (("text", "a\\nb"),)

    assert Identities().of_next("a", read) == Identities().of_next("a", written)
