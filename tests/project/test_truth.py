"""Exit code, console, JUnit and Allure say the same of every way in which a scenario can end.

`pytest tests/project/test_truth.py -s` prints what each of them says. All of it holds with one
scenario at a time as with several, but for two things. A scenario that kills its process kills
the run, or the worker that runs it, and then all others run. Hooks of a feature and of a rule
belong to a worker, so the feature is entered once by each worker that gets a scenario of it.
"""

import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

import pytest
from behave.parser import parse_file

HERE = Path(__file__).parent / "truth"
PASSES = "features/kinds.feature:3"

BROKE = "RuntimeError: the hook broke"
FIRST = f"it did not run: HOOK-ERROR in before_feature: {BROKE}"
RULE = f"it did not run: HOOK-ERROR in before_rule: {BROKE}"
# kind: exit code when it runs beside one that passes | JUnit | console | Allure | message
KINDS = {
    "passed": (0, "passed", "passed", "passed", ""),
    "failed": (1, "failure", "failed", "failed", "it is not so"),
    "failed before an undefined step": (1, "failure", "failed", "failed", "it is not so"),
    "author's mistake": (1, "error", "broken", "broken", "there is no such name"),
    "no answer": (1, "error", "broken", "broken", "connection refused"),
    "error": (1, "error", "broken", "broken", "ValueError: not a number"),
    "undefined step": (
        1, "error", "broken", "broken", "no such sentence: Given a step that nobody wrote"
    ),
    "pending step": (1, "error", "broken", "broken", "StepNotImplementedError: not written yet"),
    "skipped": (0, "skipped", "skipped", "skipped", "it does not apply"),
    "skipped without a reason": (
        0, "skipped", "skipped", "skipped", "it was skipped without a reason"
    ),
    "skipped by a step": (0, "skipped", "skipped", "skipped", "the rest does not apply"),
    "skipped with its feature": (0, "skipped", "skipped", "skipped", "the feature does not apply"),
    "before_tag error": (
        1, "error", "broken", "broken", f"HOOK-ERROR in before_tag(tag=before_tag_fails): {BROKE}"
    ),
    "before_scenario error": (
        1, "error", "broken", "broken", f"HOOK-ERROR in before_scenario: {BROKE}"
    ),
    "after_scenario error": (
        1, "error", "broken", "broken", f"HOOK-ERROR in after_scenario: {BROKE}"
    ),
    "skipped, and after_scenario error": (
        1, "error", "broken", "broken", f"HOOK-ERROR in after_scenario: {BROKE}"
    ),
    "failed, and after_scenario error": (1, "failure", "failed", "failed", "it is not so"),
    "before_step error": (1, "error", "broken", "broken", f"HOOK-ERROR in before_step: {BROKE}"),
    "after_step error": (1, "error", "broken", "broken", f"HOOK-ERROR in after_step: {BROKE}"),
    "failed, and after_step error": (1, "failure", "failed", "failed", "it is not so"),
    "clean-up error": (
        1, "error", "broken", "broken", "CLEANUP-ERROR: ValueError: it could not be ended"
    ),
    "failed, and clean-up error": (1, "failure", "failed", "failed", "it is not so"),
    "retried by a hook": (
        1, "flakyFailure", "flaky", "passed, flaky", "passed in attempt 2, not in every one"
    ),
    "row one": (0, "passed", "passed", "passed", ""),
    "row two": (1, "failure", "failed", "failed", "two is not one"),
    "passed below a rule": (0, "passed", "passed", "passed", ""),
    "failed below a rule": (1, "failure", "failed", "failed", "it is not so"),
    "row one below a rule": (0, "passed", "passed", "passed", ""),
    "row two below a rule": (1, "failure", "failed", "failed", "two is not one"),
    "background failed": (1, "failure", "failed", "failed", "it is not so"),
    "background failed first": (1, "failure", "failed", "failed", "it is not so"),
    "before_feature error": (1, "error", "broken", "broken", FIRST),
    "skipped, and before_feature error": (1, "error", "broken", "broken", FIRST),
    "before_rule error": (1, "error", "broken", "broken", RULE),
    # These have passed; that the run is red is told outside of scenarios.
    "after_rule error": (1, "passed", "passed", "passed", ""),
    "after_feature error": (1, "passed", "passed", "passed", ""),
    "feature clean-up error": (1, "passed", "passed", "passed", ""),
}  # fmt: skip
OUTSIDE = {
    "rule features/rules.feature:10": f"HOOK-ERROR in after_rule: {BROKE}",
    "feature features/after_feature.feature:2": f"HOOK-ERROR in after_feature: {BROKE}",
    "feature features/feature_clean_up.feature:2": f"CLEANUP-ERROR: {BROKE}",
}
# what happens: arguments | exit code | place | message | what becomes of the two scenarios
OF_THE_RUN = {
    "before_all error": (
        ["-D", "fails=before_all"], 1, "before_all", f"HOOK-ERROR in before_all: {BROKE}", "broken"
    ),
    "after_all error": (
        ["-D", "fails=after_all"], 1, "after_all", f"HOOK-ERROR in after_all: {BROKE}", "passed"
    ),
    "clean-up error": (
        ["-D", "fails=clean-up"], 1, "clean-up of the run", f"CLEANUP-ERROR: {BROKE}", "passed"
    ),
}  # fmt: skip
BEFORE_IT = "it did not run: the run was interrupted before it"
ENDED = "it did not run: the run was killed before its end"
DURING_IT = "it did not come to its end: the run ended during it"
# how the run ends: exit code | what is said of the scenario during which it ends, and of the rest
ENDS = {
    "interrupted": (1, "KeyboardInterrupt", BEFORE_IT),
    "in_a_hook": (1, "it was stopped before its end", BEFORE_IT),
    "left": (1, "SystemExit: 0", BEFORE_IT),
}


@pytest.fixture(scope="module")
def told(another_truth):
    """One run of every kind at once."""
    return another_truth.run("--tags=not @left_out")


@pytest.fixture(scope="module")
def said(told):
    return told.scenarios()


def locations() -> dict[str, str]:
    return {
        scenario.name.split(" -- @")[0]: f"{file.relative_to(HERE)}:{scenario.line}"
        for file in sorted((HERE / "features").glob("*.feature"))
        for scenario in parse_file(str(file)).walk_scenarios()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_all_four_say_the_same(kind, truth, said):
    alone = truth.run(PASSES, locations()[kind]) if kind != "passed" else truth.run(PASSES)
    one = said[kind]

    print(one.row(kind, alone.exit_code))
    *expected, wanted = KINDS[kind]
    assert [alone.exit_code, *one.statuses] == expected
    assert one.first_lines() == {wanted}
    assert one.messages.get("junit", "") in ("", one.messages["allure"])


def test_every_kind_is_there_and_nothing_else(said):
    assert set(said) - {"namesake", "skipped, and after_feature error"} == set(KINDS)


def test_the_console_counts_as_junit_and_allure_do(told):
    counted = {status: number for status, number in told.counted().items() if number}
    junit = Counter(case.get("status") for case in told.cases)
    last = {result["historyId"]: told.status(result) for result in told.results}
    allure = Counter(status.rpartition(" ")[2] for status in last.values())

    assert counted == junit == allure


def test_junit_adds_up(told):
    for file in (told.folder / "reports" / "junit").glob("*.xml"):
        suite = ElementTree.parse(file).getroot()
        for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(count)) == len(suite.findall(f"testcase/{tag}"))
        assert int(suite.get("tests")) == len(suite.findall("testcase"))


def test_what_goes_wrong_outside_of_scenarios_is_told_by_all(told):
    assert told.exit_code == 1
    assert told.outside() == {"junit": OUTSIDE, "console": OUTSIDE, "allure": OUTSIDE}


def test_scenarios_of_one_name_do_not_hide_each_other(told):
    namesakes = [result for result in told.results if result["name"] == "namesake"]

    assert sorted(each["status"] for each in namesakes) == ["failed", "passed"]
    assert len({(each["testCaseId"], each["historyId"]) for each in namesakes}) == 2


def test_a_message_keeps_what_went_wrong_after_a_failure(said):
    assert said["failed, and clean-up error"].messages["junit"] == (
        "it is not so\nCLEANUP-ERROR: ValueError: it could not be ended"
    )
    assert said["failed, and after_step error"].messages["allure"] == (
        f"it is not so\nHOOK-ERROR in after_step: {BROKE}"
    )


@pytest.mark.parametrize("kind", OF_THE_RUN)
def test_what_goes_wrong_with_the_run_is_told_by_all(kind, truth):
    arguments, exit_code, place, message, ended = OF_THE_RUN[kind]

    run = truth.run(*arguments, PASSES, "features/kinds.feature:30")

    outside = run.outside()
    words = [each.get(place, "not told") for each in outside.values()]
    print(f"\n{'run: ' + kind:33} | {run.exit_code:2} | {' | '.join(words)}")
    assert run.exit_code == exit_code
    assert outside == {each: {place: message} for each in ("junit", "console", "allure")}
    one = run.scenarios()["passed"]
    assert (one.allure, one.console) == (ended, ended)
    assert one.first_lines() == {f"it did not run: {message}" if ended == "broken" else ""}


@pytest.mark.parametrize("end", ENDS)
def test_a_scenario_that_was_planned_is_never_missing(end, truth):
    exit_code, during, after = ENDS[end]

    run = truth.run(f"ends/{end}.feature")

    assert_that_none_is_missing(run, exit_code, during, after)


@pytest.mark.parametrize("jobs", [1], indirect=True)
def test_a_scenario_that_was_planned_is_never_missing_when_the_run_is_killed(truth):
    run = truth.run("ends/killed.feature")
    # The console of a killed run is silent; who asks for the report is told.
    run.output += "\n" + truth.run("report", module="harness").output

    assert_that_none_is_missing(run, -9, DURING_IT, ENDED)


@pytest.mark.parametrize("jobs", [4], indirect=True)
def test_a_worker_that_is_killed_takes_one_scenario_with_it(truth):
    run = truth.run("ends/killed.feature")

    found = run.scenarios()
    assert run.exit_code == 1
    assert found["during"].statuses == ("error", "broken", "broken")
    assert found["during"].first_lines() == {
        "it did not come to its end: its worker was killed by SIGKILL"
    }
    assert {name: one.console for name, one in found.items()} == {
        "before": "passed",
        "during": "broken",
        "after": "skipped",
        "row one": "passed",
        "row two": "failed",
    }


def assert_that_none_is_missing(run, exit_code, during, after):
    found = run.scenarios()
    for name, one in found.items():
        print(one.row(name, run.exit_code))
    assert run.exit_code == exit_code
    assert found.pop("before").statuses == ("passed", "passed", "passed")
    assert set(found) == {"during", "after", "row one", "row two"}
    for name, one in found.items():
        assert one.statuses == ("error", "broken", "broken")
        assert one.first_lines() == {during if name == "during" else after}
    assert run.counted() == {"passed": 1, "failed": 0, "broken": 4, "skipped": 0}


@pytest.mark.parametrize("jobs", [1], indirect=True)
def test_a_killed_run_is_told_outside_of_scenarios(truth):
    run = truth.run("ends/killed.feature")
    run.output += "\n" + truth.run("report", module="harness").output
    truth.run("report", module="harness")

    killed = {"run": "the run was killed before its end"}
    assert run.outside() == {"junit": killed, "console": killed, "allure": killed}
    assert len(run.results) == 5


NOT_EVEN_BEGUN = {
    "a feature file that is wrong": (
        "features/wrong.feature",
        "Feature: Wrong\n\n  Scenario: empty\n",
        1,
        "not runnable: features/wrong.feature:3: the scenario has no steps: empty",
    ),
    "a feature file that is no Gherkin": (
        "features/wrong.feature",
        "Scenario Feature\n",
        1,
        "not runnable: features/wrong.feature:1: this is no Gherkin: ",
    ),
    "a step file that cannot be loaded": (
        "steps/wrong.py",
        "raise ValueError('no step file')",
        1,
        "ValueError: no step file",
    ),
    "a step file that leaves the process": (
        "steps/wrong.py",
        "raise SystemExit(0)",
        1,
        "the suite itself has ended the run: SystemExit: 0",
    ),
    "a target that cannot be used": (
        "environment.py",
        "from harness.gherkin.fixtures import UnusableTarget\n"
        "def before_all(context):\n    raise UnusableTarget('no such target')\n",
        2,
        "unusable target: no such target",
    ),
}


@pytest.mark.parametrize(
    ("file", "text", "exit_code", "message"), NOT_EVEN_BEGUN.values(), ids=NOT_EVEN_BEGUN
)
def test_a_run_that_cannot_begin_is_told_by_all(truth, file, text, exit_code, message):
    (truth.folder / file).write_text(text)

    run = truth.run(PASSES, *([file] if file.endswith(".feature") else []))

    outside = run.outside()
    assert run.exit_code == exit_code
    assert outside["junit"]["run"].startswith(message)
    assert outside["allure"] == outside["junit"]
    assert message in run.errors + run.output
    assert not [result for result in run.results if result["status"] == "passed"]


def test_what_is_not_run_after_the_first_failure_is_broken_too(truth):
    run = truth.run("--stop", "ends/stopped.feature")

    found = run.scenarios()
    assert run.exit_code == 1
    assert found["failed"].statuses == ("failure", "failed", "failed")
    assert found["after"].statuses == ("error", "broken", "broken")
    assert found["after"].first_lines() == {"it did not run: the run ended before it"}


def test_a_dry_run_leaves_no_results(truth):
    run = truth.run("--dry-run", PASSES)

    assert run.exit_code == 0
    assert (run.cases, run.results) == ([], [])
