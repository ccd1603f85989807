"""`-D shard=2/4` and `python -m harness merge`: four shares of a run are that run."""

import json
import shutil
import subprocess
import sys
from collections import Counter

import pytest

from harness.results import journal

FIRST = """\
Feature: First

  Scenario: passes
    Given the API "example"
    When I GET "/items/1"
    Then the response status is 200

  Scenario: fails
    Given the API "example"
    When I GET "/items/2"
    Then the response status is 500

  Scenario Outline: row <number>
    Given the API "example"
    When I GET "/items/<number>"
    Then the response field "$.name" is "item <number>"

    Examples:
      | number |
      | 3      |
      | 4      |

    @rows:rows.json
    Examples: of the file
      | number |
"""
SECOND = """\
Feature: Second

  Rule: below a rule

    Scenario: skipped
      Given the API "closed"
      When I GET "/items/7"

    Scenario: same name
      Given the API "example"
      When I GET "/items/8"
      Then the response status is 200

  Scenario: same name
    Given the API "example"
    When I wish upon a star
"""
ROWS = '[{"number": 5}, {"number": 6}]'
NUMBER = 9
OF = 4


class Shards:
    """A small project, its whole run, and what each of its four shards has left."""

    def __init__(self, project):
        self.project = project
        self.reports = project.folder / "reports"
        features = project.folder / "features" / "shop"
        features.mkdir()
        (features / "first.feature").write_text(FIRST)
        (features / "second.feature").write_text(SECOND)
        (features / "rows.json").write_text(ROWS)
        project.target(project.example_api() + '[apis.closed]\nbase_url = ""\n')

    def kept(self, run, name):
        """The reports of a run, moved away; how it ended."""
        shutil.move(self.reports, self.project.folder / name)
        return run

    def run(self, shard, name, *arguments):
        return self.kept(self.project.run("-D", f"shard={shard}", *arguments), name)

    def harness(self, *arguments, **environment):
        return subprocess.run(
            [sys.executable, "-m", "harness", *arguments],
            cwd=self.project.folder,
            env={"PATH": "", **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def journal(self, name):
        return journal.read(self.project.folder / name / "run.jsonl")[1]

    def allure(self, name):
        files = (self.project.folder / name / "allure-results").glob("*-result.json")
        return sorted(
            (json.loads(file.read_text()) for file in files), key=lambda each: each["start"]
        )


@pytest.fixture(scope="module")
def shards(project_of_module):
    made = Shards(project_of_module)
    made.whole_run = made.kept(made.project.run(), "whole")
    made.runs = [made.run(f"{number}/{OF}", f"shard-{number}") for number in range(1, OF + 1)]
    return made


def folders(*numbers):
    return [f"shard-{number}" for number in numbers]


def lines_of(file):
    return file.read_text().splitlines()


def told(run):
    """What is said of each scenario, without what differs from run to run."""
    return {
        location: (each.name, each.history, run.verdict(location).status)
        for location, each in run.planned.items()
    }


def test_the_shards_are_the_plan_without_overlap(shards):
    whole = list(shards.journal("whole").planned)
    parts = [list(shards.journal(name).planned) for name in folders(*range(1, OF + 1))]

    assert len(whole) == NUMBER
    assert Counter(location for part in parts for location in part) == Counter(whole)
    assert sorted(map(len, parts)) == [2, 2, 2, 3]


def test_a_shard_says_which_one_it_is_and_of_which_plan(shards):
    parts = [shards.journal(name).shard for name in folders(*range(1, OF + 1))]

    assert [(part.number, part.of) for part in parts] == [(n, OF) for n in range(1, OF + 1)]
    assert len({part.plan for part in parts}) == 1
    assert parts[0].scenarios == tuple(shards.journal("whole").planned)
    assert f"shard 1/4: {parts[0].size} of {NUMBER} scenarios" in shards.runs[0].output


def test_what_another_shard_runs_is_in_no_report_of_this_one(shards):
    for number in range(1, OF + 1):
        planned = shards.journal(f"shard-{number}").planned.values()
        names = [(each.title, each.history) for each in planned]
        results = shards.allure(f"shard-{number}")
        assert sorted((each["name"], each["historyId"]) for each in results) == sorted(names)
        for line in shards.runs[number - 1].output.splitlines():
            if line.startswith("skipped "):
                assert line.split()[1] in shards.journal(f"shard-{number}").planned


@pytest.mark.parametrize("asked", ["0/4", "5/4", "x", "1/0", "-1/4", "2", "1/4/4", "²/4"])
def test_a_shard_that_cannot_be_is_one_error_before_anything_runs(project, server, asked):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')

    run = project.run("-D", f"shard={asked}")

    assert run.exit_code == 1
    assert run.errors.count("not runnable: -D shard=") == 1
    assert "such as 2/4" in run.errors
    assert not [request for request, _ in server.log if request.path == "/api/item"]


def test_a_shard_that_has_nothing_to_do_is_green_and_says_so(project):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')

    run = project.run("-D", "shard=2/2")

    _, noted = journal.read(project.folder / "reports" / "run.jsonl")
    assert run.exit_code == 0, run.output + run.errors
    assert "shard 2/2: nothing to do, other shards have all of 1 scenario" in run.output
    assert (noted.shard.size, noted.planned, noted.is_over) == (0, {}, True)


def test_a_shard_of_nothing_at_all_is_red(project):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')

    assert project.run("-D", "shard=1/2", "--tags=@none").exit_code == 1


def test_the_times_of_the_last_run_balance_the_shards(project):
    project.scenarios(*['  Given the API "example"\n  When I GET "/item"'] * 4)
    project.run()
    file = project.folder / "reports" / "times.json"
    _, noted = journal.read(project.folder / "reports" / "run.jsonl")
    times = json.loads(file.read_text())
    assert set(times) == {each.history for each in noted.planned.values()}

    slow = next(each.history for each in noted.planned.values() if each.name == "two")
    file.write_text(json.dumps({history: 9 if history == slow else 1 for history in times}))
    run = project.run("-D", "shard=1/2")

    assert list(run.outcomes) == ["two"]
    assert json.loads(file.read_text())[slow] == 9, "a shard leaves the times as they were"


@pytest.mark.parametrize("content", [None, "[]", "{"])
def test_times_that_cannot_be_read_are_an_error(project, content):
    project.scenarios('  Given the API "example"\n  When I GET "/item"')
    if content:
        (project.folder / "times.json").write_text(content)

    run = project.run("-D", "shard=1/2", "-D", "times=times.json")

    assert run.exit_code == 1
    assert "times.json" in run.errors


@pytest.fixture
def merged(shards):
    """Merges folders; the reports of an earlier merge are gone."""
    shutil.rmtree(shards.reports, ignore_errors=True)
    return lambda *names: shards.harness("merge", *names)


def test_merged_shards_are_the_unsharded_run(shards, merged):
    finished = merged(*folders(3, 1, 4, 2))

    run, whole = shards.journal("reports"), shards.journal("whole")
    assert finished.returncode == shards.whole_run.exit_code == 1, finished.stderr
    assert told(run) == told(whole)
    assert list(run.planned) == list(whole.planned)
    assert (run.shard, run.is_over, run.problems) == (None, True, [])
    statuses = {status for _, _, status in told(run).values()}
    assert statuses >= {"passed", "failed", "broken", "skipped"}


def test_every_report_is_merged(shards, merged):
    finished = merged(*folders(1, 2, 3, 4))

    def seen(name):
        folder = shards.project.folder / name
        notes = [line for file in (folder / "exchanges").iterdir() for line in lines_of(file)]
        asked = Counter(json.loads(line)["path"] for line in notes)
        allure = Counter((each["historyId"], each["status"]) for each in shards.allure(name))
        junit = {file.name for file in (folder / "junit").iterdir()}
        times = set(json.loads((folder / "times.json").read_text()))
        record = json.loads((folder / "run.json").read_text())
        return asked, allure, junit, times, record["target"], set(record["apis"])

    assert seen("reports") == seen("whole")
    assert json.loads((shards.reports / "run.json").read_text())["ended"]
    assert "reports/page/index.html" in finished.stdout
    assert (shards.reports / "page" / "coverage.html").is_file()
    counts = [line for line in shards.whole_run.output.splitlines() if " scenarios " in line]
    assert counts[0] in finished.stdout


REFUSED = {
    "one left out": (folders(1, 2, 4), "shard 3/4 is missing"),
    "one twice": (
        [*folders(1, 2, 3, 4), "again-2"], "shard 2/4 is there twice: shard-2, again-2"
    ),
    "of another plan": ([*folders(1, 2, 3), "other-4"], "the shards are of different plans"),
    "of another number": ([*folders(1, 2, 3, 4), "third"], "the shards are of different plans"),
    "a run without shard": ([*folders(1, 2, 3), "whole"], "whole: this is no shard"),
    "an empty folder": (["nowhere"], "nowhere: there is no run.jsonl in it"),
}  # fmt: skip


@pytest.fixture(scope="module")
def odd_shards(shards):
    shutil.copytree(shards.project.folder / "shard-2", shards.project.folder / "again-2")
    shards.run("4/4", "other-4", "--tags=not @rows:rows.json")
    shards.run("1/3", "third")
    return shards


@pytest.mark.parametrize(("names", "message"), REFUSED.values(), ids=REFUSED)
def test_shards_that_are_not_the_whole_plan_are_refused(odd_shards, names, message):
    odd_shards.reports.mkdir(exist_ok=True)
    before = sorted(odd_shards.reports.rglob("*"))

    finished = odd_shards.harness("merge", *names)

    assert finished.returncode == 1
    assert f"not merged: {message}" in finished.stderr
    assert sorted(odd_shards.reports.rglob("*")) == before


def test_scenarios_of_a_shard_that_is_missing_are_named(shards, merged):
    finished = merged(*folders(1, 2, 4))

    for location in shards.journal("shard-3").planned:
        assert f"planned, and in no shard: {location}" in finished.stderr


def test_shards_that_other_times_have_divided_are_refused(shards, tmp_path):
    whole = shards.journal("whole").planned
    longest = next(iter(shards.journal("shard-1").planned))
    times = {each.history: 99 if each.location == longest else 1 for each in whole.values()}
    (tmp_path / "times.json").write_text(json.dumps(times))
    shards.run("1/4", "own-times", "-D", f"times={tmp_path / 'times.json'}")

    finished = shards.harness("merge", "own-times", *folders(2, 3, 4))

    assert finished.returncode == 1
    lost = set(shards.journal("shard-1").planned) - set(shards.journal("own-times").planned)
    assert lost
    for location in lost:
        assert f"planned, and in no shard: {location}" in finished.stderr


def test_a_shard_that_was_killed_is_merged_and_red(shards, merged, tmp_path):
    killed = tmp_path / "killed"
    shutil.copytree(shards.project.folder / "shard-1", killed)
    lines = (killed / "run.jsonl").read_text().splitlines(keepends=True)
    cut = next(number for number, line in enumerate(lines) if '"type":"begun"' in line)
    (killed / "run.jsonl").write_text("".join(lines[: cut + 1]))
    for file in (killed / "allure-results").glob("*-result.json"):
        file.unlink()

    finished = merged(str(killed), *folders(2, 3, 4))

    assert finished.returncode == 1
    run = shards.journal("reports")
    for location in shards.journal("shard-1").planned:
        assert run.verdict(location).status == "broken"
        assert f"broken {location}" in finished.stdout
    assert "shard 1/4 was killed before its end" in finished.stdout
    assert len(shards.allure("reports")) == NUMBER


def test_the_reports_themselves_cannot_be_merged_into_themselves(shards):
    shards.reports.mkdir(exist_ok=True)

    assert shards.harness("merge", "reports").returncode == 1


def test_the_gate_tells_each_reason_of_a_merged_run(shards, merged):
    merged(*folders(1, 2, 3, 4))

    finished = shards.harness("gate", "--at-least", "20")

    assert finished.returncode == 1
    lines = finished.stderr.splitlines()
    assert lines[0].startswith("closed: ")
    assert lines[-1] == "closed: 8 scenarios ran, and at least 20 had to"
    page = (shards.reports / "page" / "index.html").read_text()
    for line in lines[:-1]:
        assert line.removeprefix("closed: ") in page
        assert line.removeprefix("closed: ") in shards.whole_run.output
