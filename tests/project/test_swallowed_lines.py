"""Gherkin reads a mistyped first line as description; the suite tells the two apart."""

from pathlib import Path

import pytest
from behave.parser import parse_feature, parse_file

from harness.gherkin import authoring

GIVEN = '    Given the API "example"\n'
STEP = "a step starts with Given, When, Then, And or But"
MISTYPED = {
    "a step's keyword with a letter missing": (
        '  Scenario: One\n    Givn the API "example"\n' + GIVEN,
        f'features/x.feature:3: "Givn the API "example"" is read as description; {STEP}',
    ),
    "a step without keyword": (
        '  Scenario: One\n    the API "example"\n' + GIVEN,
        f'features/x.feature:3: "the API "example"" is read as description; {STEP}',
    ),
    "a step without keyword that begins with I": (
        '  Scenario: One\n    I GET "/item"\n' + GIVEN,
        f'features/x.feature:3: "I GET "/item"" is read as description; {STEP}',
    ),
    "a mistyped keyword before a sentence that does not exist": (
        "  Scenario: One\n    Whne the moon is full\n" + GIVEN,
        'features/x.feature:3: "Whne the moon is full" is read as description; is When meant?',
    ),
    "a keyword with a colon": (
        '  Scenario: One\n    Given: the API "example"\n' + GIVEN,
        f'features/x.feature:3: "Given: the API "example"" is read as description; {STEP}',
    ),
    "a mistyped title below another scenario": (
        "  A feature.\n\n  Scenrio: One\n  Scenario: Two\n" + GIVEN,
        'features/x.feature:4: "Scenrio: One" is read as description; is Scenario: meant?',
    ),
    "a title in lower case": (
        "  scenario: One\n  Scenario: Two\n" + GIVEN,
        'features/x.feature:2: "scenario: One" is read as description; is Scenario: meant?',
    ),
    "a mistyped background": (
        "  Backgrund: All\n  Scenario: Two\n" + GIVEN,
        'features/x.feature:2: "Backgrund: All" is read as description; is Background: meant?',
    ),
    "a mistyped step in a background": (
        '  Background:\n    Gven the API "example"\n' + GIVEN + "  Scenario: One\n" + GIVEN,
        f'features/x.feature:3: "Gven the API "example"" is read as description; {STEP}',
    ),
    "a mistyped step in an outline": (
        "  Scenario Outline: One\n    Thn the response status is 200\n"
        + GIVEN
        + "    Examples:\n      | a |\n      | 1 |\n",
        'features/x.feature:3: "Thn the response status is 200" is read as description; ' + STEP,
    ),
    "no steps at all": (
        "  Scenario: One\n",
        "features/x.feature:2: the scenario has no steps: One",
    ),
    "an outline without Examples": (
        "  Scenario Outline: One\n" + GIVEN,
        "features/x.feature:2: the outline has no Examples, so nothing of it would run",
    ),
    "an outline whose Examples have no rows": (
        "  Scenario Outline: One\n" + GIVEN + "    Examples:\n      | a |\n",
        "features/x.feature:2: the outline has no Examples, so nothing of it would run",
    ),
}
PROSE = """
The target may be slow, then the limit counts.
Them that pay first are served first.
And nothing may happen twice.
But only when the invoice is paid.
Any caller can read this answer.
An invoice is paid once.
Given the choice, callers pay early.
When money is involved, nothing may be lost.
Then there is the matter of the fee.
Whenever a job is done, it stays done.
Whom the answer reaches does not matter here.
Thin clients are served as well.
Give it a moment and ask again.
Gives each caller an account of its own.
Note: the limit is per hour.
Scenarios like these come from the test plan.
Features are listed by name.
Ruler of the invoices is the operator.
Wren, the caller in these stories, pays at once.
* first the evaluation
1. pay, 2. wait
"In quotes": what the vendor says.
GET /jobs is not covered here.
I send a letter and wait.
The response is what counts.
The API is described on its own page.
Even a caller who does not pay is answered.
Bus drivers and others ask for this.
Thus the bill is settled.
Hence the limit.
Examples are in the table.
Background jobs are not covered.
What a stakeholder reads: a promise.
See also https://example.com/given.
""".strip().splitlines()


LOWER_CASE = """
Feature: X
  Scenario: One
    given the API "example"
    WHEN I GET "/item"
"""


@pytest.fixture
def problems(sentences, tmp_path, monkeypatch):
    """What is wrong with the text of a feature file."""
    monkeypatch.chdir(tmp_path)
    file = Path("features/x.feature")
    file.parent.mkdir()

    def of(text: str) -> list[str]:
        file.write_text(text, "utf-8")
        return authoring.problems([parse_file(str(file))])

    return of


@pytest.mark.parametrize(("body", "message"), MISTYPED.values(), ids=MISTYPED)
def test_a_mistake_is_told_with_file_line_and_advice(problems, body, message):
    assert problems("Feature: X\n" + body) == [message]


def test_a_keyword_in_another_case_is_a_step():
    scenario = parse_feature(LOWER_CASE).scenarios[0]

    assert [step.step_type for step in scenario.steps] == ["given", "when"]


# A line that begins with a step's keyword is a step wherever a step may stand.
@pytest.mark.parametrize("prose", PROSE)
def test_prose_below_a_feature_is_no_mistake(problems, prose):
    assert problems(f"Feature: X\n\n  {prose}\n\n  Scenario: One\n{GIVEN}") == []


@pytest.mark.parametrize(
    "prose", [line for line in PROSE if line.split()[0] not in "Given When Then And But *".split()]
)
def test_prose_below_a_scenario_is_no_mistake(problems, prose):
    assert problems(f"Feature: X\n  Scenario: One\n    {prose}\n{GIVEN}") == []


def test_a_mistyped_line_ends_the_run_before_any_scenario(project, server):
    project.scenarios('  Givn the API "example"\n  When I GET "/item"')

    run = project.run()

    assert run.errors.startswith("not runnable: features/probe.feature")
    assert '"Givn the API "example"" is read as description' in run.errors
    assert run.exit_code == 1
    assert not [request for request, _ in server.log if request.path == "/api/item"]


def test_every_mistake_is_told_at_once(project):
    project.feature("Feature: X\n  Scenrio: One\n  Scenario: Two\n")
    project.feature("Feature: Y\n  Scenario: Three\n", "second.feature")

    errors = project.run().errors

    assert "Scenrio: One" in errors
    assert "features/probe.feature:3: the scenario has no steps: Two" in errors
    assert "features/second.feature:2: the scenario has no steps: Three" in errors
