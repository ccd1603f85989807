"""What is said of planted defects and of variants, for a suite that notices some of them."""

import json
import subprocess
import sys

import pytest

PLAN = """
[timmy]
title = "Timmy"
about = "An agent."
[timmy.topics]
[timmy.clauses]
"T-01.1" = "The health check answers 200."
"T-01.2" = "It says that its status is ok."
"T-02.1" = "Creating a job answers 201."
"""
HEALTH = """
@T-01.1
Feature: Health
  Scenario: It answers
    Given the API "timmy"
    When I GET "/healthz"
    Then the response status is {status}
"""
TOO_STRICT = """
  Scenario: It answers this and nothing else
    Given the API "timmy"
    When I GET "/healthz"
    Then the response body is exactly
      '''json
      {"status": "ok"}
      '''
"""


@pytest.fixture
def proof(project):
    """Proves a suite whose features are a text, and tells what came of it."""
    folder = project.folder / "features" / "timmy"
    folder.mkdir()
    (folder.parent / "clauses.toml").write_text(PLAN)

    def prove(feature, *names):
        (folder / "health.feature").write_text(feature)
        command = [sys.executable, "-m", "harness", "prove", "--defects", *names]
        ended = subprocess.run(command, cwd=project.folder, capture_output=True, text=True)
        return ended.returncode, ended.stdout, ended.stderr

    return prove


def test_a_departure_is_caught_elsewhere_missed_allowed_or_a_false_alarm(proof, project):
    feature = HEALTH.format(status=200) + TOO_STRICT.replace("'''", '"""')
    names = ("health-503", "health-says-healthy", "created-with-200", "health-tells-more")

    code, output, _ = proof(feature, *names)

    assert code == 1
    by = "  by features/timmy/health.feature:"
    each, again = output.split("\n\n")[:2]
    assert (
        "caught: health-503 (T-01.1) The health check answers 503 although all is well.\n"
        f"{by}4 It answers [T-01.1]: the response is not as expected, at the status, "
        "expected is 200, found the number 503\n" in f"{each}\n"
    )
    told = again.splitlines()
    assert told[0].startswith("elsewhere: health-says-healthy (T-01.2) ")
    assert told[1].startswith(f"{by}9 It answers this and nothing else: ")
    assert told[2] == "  no scenario tagged T-01.2 noticed it"
    assert told[3].startswith("missed: created-with-200 (T-02.1) ")
    assert told[5].startswith("false alarm: health-tells-more (T-01.2) ")
    assert set(told) < set(each.splitlines())
    lines = (project.folder / "reports" / "proof" / "defects.jsonl").read_text().splitlines()
    assert {one["name"]: one["found"] for one in map(json.loads, lines)} == dict(
        zip(names, ("caught", "elsewhere", "missed", "false alarm"), strict=True)
    )


def test_all_is_well_when_everything_is_caught(proof):
    code, output, errors = proof(HEALTH.format(status=200), "health-503", "health-tells-more")

    assert (code, errors) == (0, "")
    assert "allowed: health-tells-more (T-01.2) The health check has more fields.\n" in output


def test_nothing_is_proven_by_a_suite_that_is_red_without_any_defect(proof):
    code, output, errors = proof(HEALTH.format(status=204), "health-503")

    assert (code, output) == (1, "")
    assert errors.startswith(
        "not provable: without any defect, features/timmy/health.feature:4 is red: "
    )


def test_an_unknown_name_is_told(proof):
    code, output, errors = proof(HEALTH.format(status=200), "health-504")

    assert (code, output) == (1, "")
    assert errors == "not provable: there is no defect and no variant health-504\n"


def test_a_run_meets_the_defect_that_it_asks_for(project):
    project.feature(HEALTH.format(status=503))

    run = project.run("-D", "target=sandbox", "-D", "defect=health-503")

    assert run.exit_code == 0, run.errors


def test_only_a_server_that_the_run_starts_can_have_a_defect(project):
    project.feature(HEALTH.format(status=503))

    run = project.run("-D", "defect=health-503")

    assert run.exit_code == 2
    assert "target.toml: -D defect=health-503: only a sandbox that the run" in run.errors
