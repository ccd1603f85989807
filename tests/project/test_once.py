"""Phrases that are tagged @once: done once in a run, and known to every scenario that uses them."""

import pytest

PHRASES = """Feature: Own phrases

  @once
  Scenario: Given a thing called "lamp" for all
    When I POST "/things"
      '''
      {{"name": "lamp"}}
      '''
    Then the response status is {status}
    And I remember the response field "$.id" as "thing"
    And I remember 7 as "count"
"""
USES = """
    Given the API "example"
    And a thing called "lamp" for all
    When I GET "/items/{{count}}?of={{thing}}"
    Then the value {{thing}} is "lamp"
"""


@pytest.fixture
def three_scenarios(project):
    project.scenarios(USES, USES, USES)
    return project


def made(server):
    return [request.path for request, _ in server.log if request.method == "POST"]


def asked(server):
    return [request.full_path for request, _ in server.log if "/items/" in request.path]


def texts_of_evidence(project):
    folder = project.folder / "reports" / "allure-results"
    return [file.read_text("utf-8") for file in sorted(folder.glob("*-attachment.txt"))]


def test_it_is_done_once_and_what_it_remembers_is_known_to_all(three_scenarios, server):
    three_scenarios.phrases(PHRASES.format(status=201))

    run = three_scenarios.run()

    assert run.exit_code == 0, run.output + run.errors
    assert [outcome.status for outcome in run.outcomes.values()] == ["passed"] * 3
    assert made(server) == ["/api/things"]
    assert asked(server) == ["/api/items/7?of=lamp"] * 3


def test_the_report_says_which_scenario_did_it(three_scenarios):
    three_scenarios.phrases(PHRASES.format(status=201))
    three_scenarios.run("--jobs", "1")

    assert texts_of_evidence(three_scenarios).count("by features/probe.feature:3") == 2


def test_a_failure_is_one_of_every_scenario_and_is_not_repeated(three_scenarios, server):
    three_scenarios.phrases(PHRASES.format(status=200))

    run = three_scenarios.run()

    assert run.exit_code == 1
    assert [outcome.status for outcome in run.outcomes.values()] == ["failed"] * 3
    (message,) = {outcome.message for outcome in run.outcomes.values()}
    assert "expected  is 200\n" in message
    assert 'in phrase a thing called "lamp" for all (steps/phrases/own.feature:' in message
    assert "Then the response status is 200" in message
    assert made(server) == ["/api/things"]
    assert asked(server) == []


def test_a_run_does_it_anew(three_scenarios, server):
    three_scenarios.phrases(PHRASES.format(status=201))
    three_scenarios.run()
    three_scenarios.run()

    assert made(server) == ["/api/things"] * 2


def test_without_the_tag_every_scenario_does_it(three_scenarios, server):
    three_scenarios.phrases(PHRASES.format(status=201).replace("@once", ""))

    assert three_scenarios.run().exit_code == 0
    assert made(server) == ["/api/things"] * 3


def test_a_phrase_that_uses_it_has_what_it_remembers_as_well(project, server):
    project.phrases(
        PHRASES.format(status=201) + '  Scenario: Given everything\n    Given the API "example"\n'
        '    And a thing called "lamp" for all\n'
    )
    uses = '    Given everything\n    Then the value {{thing}} is "lamp"\n'
    project.scenarios(uses, USES, uses)

    run = project.run()

    assert [outcome.status for outcome in run.outcomes.values()] == ["passed"] * 3, run.output
    assert made(server) == ["/api/things"]


def test_what_is_no_failure_is_tried_again_by_the_next_scenario(project, server):
    project.phrases(
        PHRASES.format(status=201).replace('I POST "/things"', 'I POST "/things/{{x}}"')
    )
    project.scenarios(
        '    Given the API "example"\n    And a thing called "lamp" for all\n',
        '    Given the API "example"\n    And I remember "y" as "x"\n'
        '    And a thing called "lamp" for all\n',
    )

    run = project.run("--jobs", "1")

    assert "there is no value named {{x}}" in run.outcomes["one"].message
    assert run.outcomes["two"].status == "passed"
    assert made(server) == ["/api/things/y"]


def test_one_with_parameters_is_refused_before_any_request(three_scenarios, server):
    three_scenarios.phrases(PHRASES.format(status=201).replace('"lamp" for', '"<name>" for'))

    run = three_scenarios.run()

    assert run.errors == (
        "not runnable: steps/phrases/own.feature:4: "
        "a phrase that is done once in a run has no parameters\n"
    )
    assert run.exit_code == 1
    assert not server.log


def test_nothing_of_it_is_left_behind_the_run(three_scenarios):
    three_scenarios.phrases(PHRASES.format(status=201))
    three_scenarios.run()

    assert not (three_scenarios.folder / ".run").exists()
