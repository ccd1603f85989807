"""`-D rerun=N`: what passes when it runs again is flaky, and nobody calls it passed."""

import re
from itertools import islice

import pytest

RERUNS = ("reruns/flaky.feature", "reruns/hook.feature")
# kind: JUnit | console | Allure, its attempts in their order | message
RERUN = {
    "flaky": ("flakyFailure", "flaky", ["failed", "passed, flaky"]),
    "never passes": ("failure", "failed", ["failed", "failed", "failed"]),
    "passes": ("passed", "passed", ["passed"]),
    "flaky row one": ("flakyFailure", "flaky", ["failed", "passed, flaky"]),
    "flaky row two": ("failure", "failed", ["failed", "failed", "failed"]),
    "flaky below a rule": ("flakyFailure", "flaky", ["failed", "passed, flaky"]),
    "hooked": ("flakyError", "flaky", ["broken", "passed, flaky"]),
}


@pytest.fixture(scope="module")
def repeated(another_truth):
    """What has not passed runs again, up to two times."""
    return another_truth.run(*RERUNS, "-D", "rerun=2")


@pytest.mark.parametrize("kind", RERUN)
def test_what_passes_when_it_runs_again_is_flaky_for_all(kind, repeated):
    one = repeated.scenarios()[kind]
    junit, console, attempts = RERUN[kind]

    print(one.row(f"rerun=2: {kind}", repeated.exit_code))
    assert one.statuses == (junit, console, attempts[-1])
    results = [result for result in repeated.results if result["name"] == kind]
    assert [repeated.status(result) for result in results] == attempts
    assert len({(result["testCaseId"], result["historyId"]) for result in results}) == 1


def test_every_attempt_is_kept_with_its_message(repeated):
    cases = {repeated.title(case): case for case in repeated.cases}
    tries = [case.get("message") for case in cases["flaky"].findall("flakyFailure")]
    again = [case.get("message") for case in cases["never passes"].findall("rerunFailure")]

    assert tries == ["it is not so yet"]
    assert again == ["it is not so", "it is not so"]
    assert cases["never passes"].find("failure").get("message") == "it is not so"
    assert cases["flaky"].get("status") == "flaky"
    assert repeated.scenarios()["flaky"].messages["allure"] == (
        "passed in attempt 2, not in every one\nattempt 1 failed: it is not so yet"
    )


def test_it_runs_again_when_all_else_has_run_and_each_attempt_is_cleaned_up(repeated, jobs):
    names = ["flaky", "never passes", "passes", "flaky row one", "flaky row two"]
    names += ["flaky below a rule"]
    again = [name for name in names if name != "passes"] + ["hooked"]
    last = ["never passes", "flaky row two"]
    log = (repeated.folder / "attempts.log").read_text().splitlines()

    lines = iter(re.sub(" -- .*", "", line) for line in log)
    for ran in (names, again, last):
        expected = [f"{what} {name}" for name in ran for what in ("begin", "end")]
        found = list(islice(lines, len(expected)))
        # Side by side, the order within a round is anybody's guess.
        assert (found if jobs == 1 else sorted(found)) == (
            expected if jobs == 1 else sorted(expected)
        )
    assert not list(lines)


def test_a_flaky_scenario_makes_the_run_red_unless_it_is_accepted(truth):
    arguments = ["reruns/flaky.feature:3", "reruns/hook.feature", "-D", "rerun=1"]
    red = truth.run(*arguments)
    for mark in truth.folder.glob("*.mark"):
        mark.unlink()
    accepted = truth.run(*arguments, "-D", "flaky=accepted")

    assert (red.exit_code, accepted.exit_code) == (1, 0), red.output + accepted.output
    assert (
        red.counted() == accepted.counted() == {"passed": 0, "failed": 0, "flaky": 2, "skipped": 0}
    )
    assert "-D flaky=accepted lets them pass" in red.output
    assert "-D flaky=accepted" not in accepted.output


def test_what_always_fails_is_red_though_flaky_scenarios_are_accepted(truth):
    run = truth.run(*RERUNS, "-D", "rerun=1", "-D", "flaky=accepted")

    assert run.exit_code == 1


def test_without_the_option_nothing_runs_again(truth):
    run = truth.run(*RERUNS)

    assert run.exit_code == 1
    assert run.counted() == {"passed": 1, "failed": 5, "broken": 1, "skipped": 0}
    assert len(run.results) == 7


@pytest.mark.parametrize("option", ["rerun=often", "rerun=-1", "flaky=ignored"])
def test_an_option_that_is_not_understood_ends_the_run(truth, option):
    run = truth.run(*RERUNS, "-D", option)

    assert run.exit_code == 1
    assert f"not runnable: -D {option}: " in run.errors


def test_an_interrupt_leaves_what_was_to_run_again_as_it_was(truth):
    run = truth.run("reruns/interrupted.feature", "-D", "rerun=1")

    found = run.scenarios()
    assert run.exit_code == 1
    assert found["interrupts the second time"].statuses == ("error", "broken", "broken")
    assert found["waits for its second time"].statuses == ("failure", "failed", "failed")
    assert found["waits for its second time"].first_lines() == {"it is not so"}


THING = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""


def test_each_attempt_has_a_world_of_its_own_and_ends_what_it_has_made(project, server):
    project.target(project.example_api() + THING)
    project.scenarios(
        """
  Given the API "example"
  When I POST "/things"
    '''
    {"name": "{{uuid}}"}
    '''
  And I GET "/states/503,200?of=rerun"
  Then the response status is 200
"""
    )

    run = project.run("-D", "rerun=1", "-D", "flaky=accepted")

    asked = [request for request, _ in server.log]
    made = [request.get_json()["name"] for request in asked if request.method == "POST"]
    ended = [request.path.rpartition("/")[2] for request in asked if request.method == "DELETE"]
    assert (run.exit_code, run.outcomes["one"].status) == (0, "flaky")
    assert len(set(made)) == 2
    assert ended == made
    assert not list((project.folder / ".ledger").glob("*.json"))
