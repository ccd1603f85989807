"""What is wrong with a file of phrases ends the run, with the file and the line."""

import pytest

FEATURE = "Feature: Own phrases\n\n"
WRONG = {
    "an unknown sentence, answered with the nearest": (
        """  Scenario: Given an item
    Given the APY "example"
""",
        'steps/phrases/own.feature:4: no such sentence: Given the APY "example"\n'
        "  the nearest sentences are:\n"
        "    Given the API {string}\n",
    ),
    "a title without keyword": (
        """  Scenario: An item
    Given the API "example"
""",
        "steps/phrases/own.feature:3: a phrase's title starts with Given, When or Then",
    ),
    "no steps": (
        """  Scenario: Given an item
""",
        "steps/phrases/own.feature:3: the scenario has no steps: Given an item",
    ),
    "a phrase that uses itself": (
        """  Scenario: Given an item
    Given an item
""",
        "steps/phrases/own.feature:3: the phrase uses itself",
    ),
    "two phrases that use each other": (
        """  Scenario: Given an egg
    Given a hen
  Scenario: Given a hen
    Given an egg
""",
        "steps/phrases/own.feature:3: the phrase uses itself",
    ),
    "phrases on three levels": (
        """  Scenario: Given a house
    Given a wall
  Scenario: Given a wall
    Given a brick
  Scenario: Given a brick
    Given the API "example"
""",
        "steps/phrases/own.feature:3: phrases are nested more than 2 levels deep, "
        "down to steps/phrases/own.feature:7",
    ),
    "the same phrase twice": (
        """  Scenario: Given an item
    Given the API "example"
  Scenario: Given an item
    Given the API "example"
""",
        "steps/phrases/own.feature:5: ",
    ),
    "an unknown parameter type": (
        """  Scenario: Given <count:integer> items
    Given the API "example"
""",
        "steps/phrases/own.feature:3: ",
    ),
    "a parameter that the title does not have": (
        """  Scenario: Given an item called "<name>"
    Given the API "<nome>"
""",
        "steps/phrases/own.feature:4: ",
    ),
    "a line that is no Gherkin": (
        """  Scenario: Given an item
    Given the API "example"
    Whon I GET "/item"
""",
        'steps/phrases/own.feature:5: this is no Gherkin: "Whon I GET "/item""',
    ),
    "a line that is read as description": (
        """  Scenario: Given an item
    Givn the API "example"
    When I GET "/item"
""",
        "steps/phrases/own.feature:4: ",
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_phrase_ends_the_run_before_any_request(project, server, text, message):
    project.phrases(FEATURE + text)
    first_title = text.splitlines()[0].partition("Scenario: ")[2]
    project.scenarios(f'  {first_title}\n  When I GET "/item"')

    run = project.run()

    assert message in run.errors
    assert "Traceback" not in run.errors
    assert run.exit_code == 1
    assert not server.log


def test_a_wrong_phrase_that_no_scenario_uses_stops_none(project):
    project.phrases(FEATURE + "Scenario: Given a wall\n  Given a brick\n")
    project.scenarios('  Given the API "example"\n  When I GET "/item"')

    run = project.run()

    assert run.outcomes["one"].status == "passed", run.errors


def test_a_phrase_inside_of_one_that_a_scenario_uses_is_looked_at_as_well(project):
    project.phrases(
        FEATURE + "Scenario: Given a wall\n  Given a brick\n"
        "Scenario: Given a brick\n  Given some clay\n"
    )
    project.scenarios('  Given a wall\n  When I GET "/item"')

    run = project.run()

    assert "steps/phrases/own.feature:6: no such sentence: Given some clay" in run.errors
    assert run.exit_code == 1


def test_phrases_on_two_levels_are_allowed(project):
    project.phrases(
        FEATURE + "Scenario: Given a wall\n  Given a brick\n"
        'Scenario: Given a brick\n  Given the API "example"\n'
    )
    project.scenarios('  Given a wall\n  When I GET "/item"\n  Then the response status is 200')

    run = project.run()

    assert run.outcomes["one"].status == "passed", run.errors


def test_a_duration_is_a_parameter_of_a_phrase(project):
    project.phrases(
        FEATURE + "Scenario: When the item is awaited for <limit:duration>\n"
        '  When I poll "/item" until the status is 200 within <limit>\n'
    )
    project.scenarios('  Given the API "example"\n  When the item is awaited for 5 seconds')

    run = project.run()

    assert run.outcomes.get("one") is not None, run.errors
    assert run.outcomes["one"].status == "passed"
