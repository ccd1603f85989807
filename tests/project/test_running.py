"""How a run is started, and what is selected of it."""

import sys
from pathlib import Path

import pytest

PASSES = (
    '  Given the API "example"\n  When I GET "/items/{number}"\n  Then the response status is 200'
)
BEHAVE = Path(sys.executable).with_name("behave")


@pytest.fixture
def two_scenarios(project):
    """Scenarios on line 3 and on line 7 that ask for /items/1 and for /items/2."""
    project.scenarios(PASSES.replace("{number}", "1"), PASSES.replace("{number}", "2"))
    return project


def paths_asked(server) -> list[str]:
    return [request.path for request, _ in server.log if request.path.startswith("/api/items/")]


def test_a_line_selects_one_scenario(two_scenarios, server):
    run = two_scenarios.run("features/probe.feature:7")

    assert run.exit_code == 0
    assert paths_asked(server) == ["/api/items/2"]


def test_without_arguments_everything_runs(two_scenarios, server):
    run = two_scenarios.run()

    assert run.exit_code == 0
    assert sorted(paths_asked(server)) == ["/api/items/1", "/api/items/2"]


def test_the_behave_command_works_as_well(two_scenarios, server):
    process = two_scenarios.start(command=[str(BEHAVE)])
    output, errors = process.communicate(timeout=30)

    assert process.returncode == 0, output + errors
    assert sorted(paths_asked(server)) == ["/api/items/1", "/api/items/2"]


def test_a_dry_run_needs_no_server(two_scenarios, server):
    two_scenarios.target(two_scenarios.example_api(base_url="http://127.0.0.1:1"))

    run = two_scenarios.run("--dry-run")

    assert run.exit_code == 0, run.errors
    assert not server.log


def test_a_dry_run_reads_steps_with_a_doc_string_or_a_table(project):
    project.scenarios(
        """
  Given the API "example"
  When I POST "/things"
    '''
    {"name": "a"}
    '''
  Then the response has these fields
    | field | expected |
    | $.id  | is "a"   |
"""
    )

    run = project.run("--dry-run")

    assert run.exit_code == 0, run.errors
    assert "dry run: 1 scenarios, 0 undefined steps" in run.output


def test_a_dry_run_starts_no_sandbox(two_scenarios):
    run = two_scenarios.run("--dry-run", "-D", "target=sandbox")

    assert run.exit_code == 0, run.errors
    assert not (two_scenarios.folder / "reports" / "sandbox.log").exists()


def test_a_dry_run_finds_undefined_steps(project):
    project.scenarios('  Given the API "example"\n  When I GOT "/item"')

    run = project.run("--dry-run")

    assert 'features/probe.feature:5: no such sentence: When I GOT "/item"' in run.output
    assert run.exit_code == 1


def test_results_and_evidence_lie_in_the_reports_folder(two_scenarios):
    two_scenarios.run()

    results = list((two_scenarios.folder / "reports" / "allure-results").glob("*-result.json"))
    assert len(results) == 2


def test_results_of_an_earlier_run_are_forgotten(two_scenarios):
    two_scenarios.run()
    two_scenarios.run("features/probe.feature:7")

    results = list((two_scenarios.folder / "reports" / "allure-results").glob("*-result.json"))
    assert len(results) == 1


def test_one_job_runs_everything_in_the_order_of_the_file(two_scenarios, server):
    run = two_scenarios.run("--jobs", "1")

    assert run.exit_code == 0
    assert paths_asked(server) == ["/api/items/1", "/api/items/2"]
