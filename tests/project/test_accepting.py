"""`python -m harness accept`: the latest run is what later ones are compared with."""

import json
import subprocess
import sys

import pytest

FEATURE = """
  Given I remember {score} as "score"
  Then the report shows what has changed in "the lamp"
    | what    | now       |
    | score   | {{{{score}}}} |
    | outcome | "{outcome}" |
"""
ACCEPTED = "features/probe.target.accepted.json"


@pytest.fixture
def seen(project):
    """Runs a scenario that has seen a score and an outcome; what the report says of it."""

    def run(score, outcome):
        project.scenarios(FEATURE.format(score=score, outcome=outcome))
        run = project.run()
        assert run.exit_code == 0, run.output + run.errors
        return [one["name"] for one in attached(project)]

    return run


def accept(project):
    command = [sys.executable, "-m", "harness", "accept"]
    finished = subprocess.run(command, cwd=project.folder, capture_output=True, text=True)
    return finished.returncode, finished.stdout, finished.stderr


def attachments(step):
    return [
        *step.get("attachments", []),
        *(one for inner in step.get("steps", []) for one in attachments(inner)),
    ]


def attached(project):
    """What the report has on the lamp; behave adds the table of the step to it."""
    results = project.folder / "reports" / "allure-results"
    return [
        one
        for file in results.glob("*-result.json")
        for one in attachments(json.loads(file.read_text("utf-8")))
        if one["name"].startswith("the lamp: ")
    ]


def test_without_a_run_there_is_nothing_to_accept(project):
    assert accept(project) == (1, "there are no records in reports/records; run behave first\n", "")


def test_before_anything_was_accepted_there_is_nothing_to_compare_with(seen, project):
    assert seen(87, "good") == ["the lamp: no accepted run to compare with"]
    assert not (project.folder / ACCEPTED).exists()


def test_the_latest_run_is_accepted_beside_its_feature_file(seen, project):
    seen(50, "bad")
    seen(87, "good")

    assert accept(project) == (0, f"accepted the lamp in {ACCEPTED}\n", "")
    assert json.loads((project.folder / ACCEPTED).read_text("utf-8")) == {
        "the lamp": {"score": 87, "outcome": "good"}
    }


def test_a_run_like_the_accepted_one_has_no_difference(seen, project):
    seen(87, "good")
    accept(project)

    assert seen(87, "good") == ["the lamp: no difference to the accepted run"]


def test_a_run_unlike_the_accepted_one_shows_what_has_changed(seen, project):
    seen(87, "good")
    accept(project)

    summary = "the lamp: score fell from 87 to 61, outcome changed from good to bad"
    assert seen(61, "bad") == [summary] * 2
    by_type = {one["type"]: one["source"] for one in attached(project)}
    results = project.folder / "reports" / "allure-results"
    assert (results / by_type["text/plain"]).read_text("utf-8") == (
        "score fell from 87 to 61\n  - 87\n  + 61\n"
        "outcome changed from good to bad\n  - good\n  + bad"
    )
    assert '<pre class="gone">good</pre>' in (results / by_type["text/html"]).read_text("utf-8")


def test_what_has_changed_can_be_accepted_in_its_turn(seen, project):
    seen(87, "good")
    accept(project)
    seen(61, "bad")
    accept(project)

    assert seen(61, "bad") == ["the lamp: no difference to the accepted run"]
