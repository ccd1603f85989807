"""What an author can get wrong: each has its message, with file and line, and a red run."""

import pytest


def test_an_error_inside_a_step_has_its_message(specified, run_of_this_folder):
    outcome = run_of_this_folder.outcomes[specified.name]

    assert outcome.told == specified.outcome.told


def test_a_run_with_errors_of_the_author_is_red(run_of_this_folder):
    assert run_of_this_folder.exit_code == 1


def test_an_undefined_step_is_answered_with_the_nearest_sentences(project):
    project.scenarios('  Given the API "example"\n  When I GOT "/item"')

    run = project.run()

    assert run.exit_code == 1
    assert (
        "ERROR in step 'I GOT \"/item\"' (features/probe.feature:5):\n"
        'no such sentence: When I GOT "/item"\n'
        "  the nearest sentences are:\n"
        "    Given/When I {method} {string}\n"
        "    Given/When I {method} {string} {int} times\n"
    ) in run.output


def test_an_undefined_step_is_answered_with_phrases_too_and_where_they_stand(project):
    project.phrases(
        "Feature: Own\n\n  Scenario: Given a lamp of <watts:int> watts\n"
        '    Given the API "example"\n'
    )
    project.scenarios("  Given a lmp of 5 watts")

    run = project.run("--dry-run")

    assert (
        "features/probe.feature:4: no such sentence: Given a lmp of 5 watts\n"
        "  the nearest sentences are:\n"
        "    Given/When a lamp of {int} watts (steps/phrases/own.feature:3)\n"
    ) in run.output


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (
            'Then the response field "$.a" equals 5',
            "'equals 5' is no comparison; the nearest are: is {value}, ",
        ),
        (
            "Then the response field $.a[0] is 5",
            'a JSONPath stands in quotes: Then the response field "$.a[0]" is 5\n',
        ),
    ],
)
def test_a_step_that_is_nearly_a_sentence_is_told_what_is_wrong(project, step, told):
    project.scenarios(f'  Given the API "example"\n  When I GET "/item"\n  {step}')

    run = project.run("--dry-run")

    assert f"features/probe.feature:6: no such sentence: {step}\n  {told}" in run.output


def test_an_undefined_step_fails_its_scenario(project):
    project.scenarios('  Given the API "example"\n  When I GOT "/item"')

    assert project.run().outcomes["one"].status == "broken"


NOTHING_RUNS = {
    "an unknown tag": ["--tags=@nobody"],
    "a name that matches nothing": ["--name=nobody"],
}


@pytest.mark.parametrize("arguments", NOTHING_RUNS.values(), ids=NOTHING_RUNS)
def test_an_empty_selection_is_red(project, arguments):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')

    run = project.run(*arguments)

    assert run.output.endswith("no scenario ran: nothing was selected, or everything was skipped\n")
    assert run.exit_code == 1


def test_a_run_in_which_everything_is_skipped_is_red(project):
    project.scenarios('  Given the API "timmy"\n  When I GET "/healthz"')

    run = project.run()

    assert run.outcomes["one"].status == "skipped"
    assert run.output.endswith("no scenario ran: nothing was selected, or everything was skipped\n")
    assert run.exit_code == 1


def test_a_run_in_which_something_is_skipped_is_green(project):
    project.scenarios(
        '  Given the API "timmy"\n  When I GET "/healthz"',
        '  Given the API "example"\n  When I GET "/item"\n  Then the response status is 200',
    )

    run = project.run()

    assert {name: outcome.status for name, outcome in run.outcomes.items()} == {
        "one": "skipped",
        "two": "passed",
    }
    assert run.exit_code == 0


def test_a_mistyped_line_in_the_middle_is_an_error_with_file_and_line(project, server):
    project.scenarios('  Given the API "example"\n  Whn I GET "/item"')

    run = project.run()

    assert run.errors == (
        'not runnable: features/probe.feature:5: this is no Gherkin: "Whn I GET "/item""\n'
    )
    assert run.exit_code == 1
    assert not [request for request, _ in server.log if request.path == "/api/item"]


def test_an_error_of_one_file_keeps_every_file_from_running(project, server):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')
    project.feature("Feature: Wrong\n  Scenario: Nothing in it\n", "wrong.feature")

    run = project.run()

    assert run.errors.endswith(
        "not runnable: features/wrong.feature:2: the scenario has no steps: Nothing in it\n"
    )
    assert run.exit_code == 1
    assert not [request for request, _ in server.log if request.path == "/api/item"]
