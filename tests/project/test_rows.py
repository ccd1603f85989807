"""Outlines whose rows stand in a file: `@rows:FILE` above their Examples."""

import xml.etree.ElementTree as ElementTree

import pytest

OUTLINE = """Feature: Probe

  @smoke
  Scenario Outline: the item <name>
    Given the API "example"
    When I GET "/items/<number>"
    Then the response field "$.name" is "item <number>"

    @rows:{file}
    Examples: of the file
      | name | number |

  Scenario: another
    Given the API "example"
    When I GET "/items/50"
"""
JSON = '[{"name": "red", "number": 1, "note": "x"}, {"number": 2, "name": "blue lamp"}]'
CSV = "number,name\n1,red\n2,blue lamp\n"
ROWS = {"rows.json": JSON, "rows.csv": CSV}
NAMES = ["the item red -- @1.1 of the file", "the item blue lamp -- @1.2 of the file"]
OUTLINE_LINE, SCENARIO_LINE = 4, 13


@pytest.fixture
def outline(project):
    """Writes the feature and the file of its rows."""

    def write(content=JSON, file="rows.json", text=OUTLINE):
        project.feature(text.replace("{file}", file))
        (project.folder / "features" / file).write_text(content, "utf-8")
        return project

    return write


def asked(server):
    """The items that were asked for, in the order of their numbers."""
    paths = [request.path for request, _ in server.log if request.path.startswith("/api/items/")]
    return sorted(paths, key=lambda path: int(path.rpartition("/")[2]))


@pytest.mark.parametrize(("file", "content"), ROWS.items(), ids=ROWS)
def test_each_row_is_a_scenario_with_its_name(outline, server, file, content):
    run = outline(content, file).run()

    assert run.exit_code == 0, run.output + run.errors
    assert {name: outcome.status for name, outcome in run.outcomes.items()} == {
        **dict.fromkeys(NAMES, "passed"),
        "another": "passed",
    }
    assert asked(server) == ["/api/items/1", "/api/items/2", "/api/items/50"]


def test_a_row_can_fail_by_itself(outline):
    run = outline(text=OUTLINE.replace('is "item <number>"', 'is "item 1"')).run()

    assert run.exit_code == 1
    assert [run.outcomes[name].status for name in NAMES] == ["passed", "failed"]


def test_junit_has_one_case_for_each_row(outline):
    project = outline()
    project.run()

    (file,) = (project.folder / "reports" / "junit").glob("*.xml")
    cases = [case.attrib["name"] for case in ElementTree.parse(file).iter("testcase")]
    assert cases == [*NAMES, "another"]


def test_the_report_has_one_result_for_each_row(outline):
    project = outline()
    project.run()

    results = (project.folder / "reports" / "allure-results").glob("*-result.json")
    assert len(list(results)) == 3


def test_rows_of_a_file_and_rows_of_the_feature_run_side_by_side(outline, server):
    text = OUTLINE.replace(
        "  Scenario: another",
        "    Examples: inline\n      | name | number |\n      | red  | 1      |\n\n"
        "  Scenario: another",
    )

    run = outline(text=text).run()

    assert list(run.outcomes) == [*NAMES, "the item red -- @2.1 inline", "another"]
    assert asked(server) == [f"/api/items/{number}" for number in (1, 1, 2, 50)]


def test_rows_run_inside_a_rule(outline, server):
    text = OUTLINE.replace("\n  @smoke", "\n  Rule: inside\n\n  @smoke")

    run = outline(text=text).run()

    assert run.exit_code == 0, run.output + run.errors
    assert asked(server) == ["/api/items/1", "/api/items/2", "/api/items/50"]


SELECTIONS = {
    "a tag of the outline": (["--tags=@smoke"], [1, 2]),
    "a tag that the outline does not have": (["--tags=not @smoke"], [50]),
    "the name of a row": (["--name=the item blue lamp"], [2]),
    "the name of the outline": (["--name=the item"], [1, 2]),
    "the line of the outline": ([f"features/probe.feature:{OUTLINE_LINE}"], [1, 2]),
    "a line of its examples": ([f"features/probe.feature:{SCENARIO_LINE - 2}"], [1, 2]),
    "the line of another scenario": ([f"features/probe.feature:{SCENARIO_LINE}"], [50]),
    "the lines of both": (
        [f"features/probe.feature:{line}" for line in (OUTLINE_LINE, SCENARIO_LINE)],
        [1, 2, 50],
    ),
    "the line of the feature": (["features/probe.feature:1"], [1, 2, 50]),
    "the file": (["features/probe.feature"], [1, 2, 50]),
}


@pytest.mark.parametrize(("arguments", "numbers"), SELECTIONS.values(), ids=SELECTIONS)
def test_rows_are_selected_like_other_scenarios(outline, server, arguments, numbers):
    run = outline().run(*arguments)

    assert run.exit_code == 0, run.output + run.errors
    assert asked(server) == [f"/api/items/{number}" for number in numbers]


def test_the_line_of_a_rule_selects_the_rows_in_it(outline, server):
    text = OUTLINE.replace("\n  @smoke", "\n  Rule: inside\n\n  @smoke") + (
        '\n  Rule: outside\n\n  Scenario: third\n    Given the API "example"\n'
        '    When I GET "/items/60"\n'
    )

    outline(text=text).run("features/probe.feature:3")

    assert asked(server) == ["/api/items/1", "/api/items/2", "/api/items/50"]


def test_a_dry_run_knows_every_row_and_sends_nothing(outline, server):
    run = outline().run("--dry-run")

    assert run.exit_code == 0, run.errors
    assert all(name in run.output for name in (*NAMES, "another"))
    assert not server.log


BROKEN = {
    "not JSON": (
        "rows.json",
        '[\n{"name": "red" "number": 1}]',
        "it is not JSON: Expecting ',' delimiter at line 2, column 16",
    ),
    "no rows": ("rows.json", "[]", "there are no rows in it"),
    "a missing field": (
        "rows.json",
        '[{"name": "red", "number": 1}, {"name": "blue"}]',
        'row 2 ("blue"): it has no "number"',
    ),
    "a name twice": (
        "rows.json",
        '[{"name": "red", "number": 1}, {"name": "red", "number": 2}]',
        'row 2 ("red"): the name is there twice',
    ),
    "a missing column of CSV": ("rows.csv", "name\nred\n", 'row 1 ("red"): it has no "number"'),
    "a row of CSV that is too long": (
        "rows.csv",
        "name,number\nred,1,2\n",
        "row 1: it has more values than there are headings",
    ),
}


def assert_not_runnable(run, server, message):
    assert run.errors == f"not runnable: features/probe.feature:10: {message}\n"
    assert run.exit_code == 1
    assert set(run.outcomes) <= {"run"}, "it is told as an error of the run, and nothing ran"
    assert not server.log


@pytest.mark.parametrize(("file", "content", "message"), BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize("arguments", [[], ["--dry-run"]], ids=["run", "dry run"])
def test_a_broken_file_is_one_error_before_any_request(
    outline, server, file, content, message, arguments
):
    run = outline(content, file).run(*arguments)

    assert_not_runnable(run, server, f"features/{file}: {message}")


def test_a_file_that_is_not_there_is_one_error_before_any_request(project, server):
    project.feature(OUTLINE.replace("{file}", "nobody.json"))

    assert_not_runnable(project.run(), server, "there is no file features/nobody.json")


def test_the_headings_say_what_is_read_of_the_file(outline, server):
    run = outline(text=OUTLINE.replace("      | name | number |\n", "")).run()

    assert_not_runnable(run, server, "the headings of features/rows.json are missing below it")


def test_rows_that_the_file_would_hide_are_refused(outline, server):
    heading = "      | name | number |\n"
    run = outline(text=OUTLINE.replace(heading, f"{heading}      | lost | 9      |\n")).run()

    assert_not_runnable(
        run, server, "the rows stand in features/rows.json; there can be none below it"
    )


def test_a_row_that_failed_is_run_again_and_no_other(outline, server):
    project = outline(text=OUTLINE.replace('is "item <number>"', 'is "item 1"'))

    run = project.run("-D", "rerun=1")

    assert asked(server) == ["/api/items/1", "/api/items/2", "/api/items/2", "/api/items/50"]
    assert [run.outcomes[name].status for name in NAMES] == ["passed", "failed"]


def test_a_row_is_selected_by_the_line_that_names_it(outline, server):
    project = outline(text=OUTLINE.replace('is "item <number>"', 'is "item 1"'))
    (line,) = {
        line.split()[1] for line in project.run().output.splitlines() if "failed features" in line
    }
    server.clear_log()

    project.run(line)

    assert asked(server) == ["/api/items/2"]
