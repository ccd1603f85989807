"""Every sentence in use: green, and red with its message.

The scenarios are the feature files beside this module; see tests/conftest.py.
"""


def test_a_scenario_ends_as_specified(specified, run_of_this_folder):
    outcome = run_of_this_folder.outcomes[specified.name]

    assert outcome.told == specified.outcome.told


def test_a_run_with_red_scenarios_is_red(run_of_this_folder):
    assert run_of_this_folder.exit_code == 1
