"""Allure's page of real runs, made by the real tool: what is on it, and that it asks nobody.

The test in a browser is skipped, and says so, where there is none.
"""

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

KINDS = """
Feature: Ways to end

  Scenario: product
    Given the API "example"
    When I GET "/items/1"
    Then the response status is 404

  Scenario: no answer
    Given the API "example"
    When I GET "http://127.0.0.1:1/"

  Scenario: flaky
    Given the API "example"
    When I GET "/states/500,200?of=flaky"
    Then the response status is 200

  Scenario: clean-up
    Given the API "example"
    When I POST "/things"
      '''
      {"name": "endless-{{uuid}}"}
      '''

  Scenario: killed
    Given the process is killed

  Scenario: undefined
    Given a sentence that nobody wrote

  Scenario: author
    Given the API "example"
    When I GET "/items/{{nothing}}"

  Scenario: skipped
    Given the API "example"
    When I GET "/items/1"
    Then the scenario goes on only if the status is 201

  Scenario: fine
    Given the API "example"
    When I GET "/items/1"
"""
ROWS = """
Feature: Statuses

  Rule: A status is told

    Scenario Outline: One is asked for
      Given the API "example"
      When I GET "/status/<status>"
      Then the response status is <status>

      Examples:
        | status | remark                                             |
        | 200    | fine                                               |
        | 404    | a remark that is too long for a title, if repeated |

    Scenario Outline: <status> is asked for
      Given the API "example"
      When I GET "/status/<status>"

      Examples:
        | status |
        | 202    |
        | 500    |
"""
KILLS = """
import os, signal
from behave import given

@given("the process is killed")
def killed(context):
    os.kill(os.getpid(), signal.SIGKILL)
"""
THINGS = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""
CATEGORIES = {
    "Product defects: a promise was not kept": ["product"],
    "Unusable target: nothing could be asked": [],
    "Clean-up failures: something may be left behind": ["clean-up"],
    "It did not run, or not to its end": ["killed"],
    "Environment problems: no answer": ["no answer"],
    "Flaky: passed, but not in every attempt": ["flaky"],
    "Test defects: the suite is to be repaired": ["author", "undefined"],
    "Skipped, and why": ["skipped"],
}


class Page:
    """A page, and the files in it that its script shows."""

    def __init__(self, file):
        self.file = file
        self.html = file.read_text("utf-8")
        packed = re.search(r'atob\("([^"]+)"\)', self.html)[1]
        self.files = json.loads(gzip.decompress(base64.b64decode(packed)))

    def json(self, name):
        return json.loads(self.files[name].encode("latin-1"))

    def results(self):
        """The results by name, without attempts that were repeated."""
        names = [name for name in self.files if name.startswith("data/test-results/")]
        found = [self.json(name) for name in names]
        return {each["name"]: each for each in found if not each["isRetry"]}

    def categories(self):
        found = {}
        for result in self.results().values():
            for category in result.get("categories", []):
                found.setdefault(category["name"], []).append(result["name"])
        return {name: sorted(names) for name, names in found.items()}

    def environment(self):
        items = self.json("widgets/allure_environment.json")
        return {item["name"]: item["values"][0] for item in items}


def install_allure():
    """Install what the page is made with, where a run of the suite would; that may take minutes."""
    reports, bin_folder = ROOT / "reports", Path(sys.executable).parent
    if not (reports / "node_modules").is_dir():
        command = [bin_folder / "npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        path = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
        subprocess.run(command, cwd=reports, env={**os.environ, "PATH": path}, check=True)


class Reported:
    """A project whose runs leave pages."""

    def __init__(self, project):
        install_allure()
        self.project = project
        self.reports = project.folder / "reports"
        self.reports.mkdir()
        for name in ("allurerc.mjs", "package.json", "package-lock.json"):
            shutil.copy(ROOT / "reports" / name, self.reports)
        (self.reports / "node_modules").symlink_to(ROOT / "reports" / "node_modules")
        project.target(project.example_api() + THINGS)
        (project.folder / "steps" / "kills.py").write_text(KILLS)
        (project.folder / "features" / "shop").mkdir()
        project.feature(KINDS, "shop/kinds.feature")
        project.feature(ROWS, "shop/rows.feature")
        clauses = '[shop]\ntitle = "The Shop"\nabout = "x"\ntopics = {}\nclauses = {}\n'
        project.feature(clauses, "clauses.toml")

    def page(self):
        return Page(self.reports / "page" / "allure.html")

    def run(self, *arguments, **environment):
        """The page of a run of behave."""
        run = self.project.run("-D", "report=yes", *arguments, **environment)
        assert "report: reports/page/index.html" in run.output, run.output + run.errors
        return self.page()

    def harness(self, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "harness", *arguments],
            cwd=self.project.folder,
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture(scope="module")
def reported(project_of_module):
    return Reported(project_of_module)


@pytest.fixture(scope="module")
def page(reported):
    return reported.run("-D", "rerun=1", "--jobs", "4", GITHUB_SHA="0123456789abcdef")


def test_each_category_has_the_scenarios_that_ended_so(page):
    expected = {name: names for name, names in CATEGORIES.items() if names}
    assert page.categories() == expected
    uncategorised = [name for name, each in page.results().items() if not each.get("categories")]
    assert "fine" in uncategorised


def test_the_categories_stand_in_their_order(page):
    shown = page.json("widgets/categories.json")
    names = [shown["nodes"][root]["name"] for root in shown["roots"]]
    assert names == [name for name, names in CATEGORIES.items() if names]


def test_of_an_unusable_target_no_scenario_is_called_broken_itself(reported, page):
    (reported.project.folder / "nowhere.toml").write_text("[apis.example]\nbase_urk = 1\n")
    run = reported.project.run("-D", "target=nowhere.toml")
    reported.harness("report")
    assert run.exit_code == 2
    ((name, scenarios),) = reported.page().categories().items()
    assert name == "Unusable target: nothing could be asked"
    assert len(scenarios) == 13


def test_where_and_with_what_the_run_was_is_told(page, reported):
    environment = page.environment()
    assert environment.pop("Python").count(".") == 2
    assert environment == {
        "Target": "target (target.toml)",
        "example": reported.project.server,
        "Commit": "0123456789ab",
        "Jobs": "4",
        "behave": "1.3.3",
    }


def test_rows_are_named_by_their_values_where_their_names_are_the_same(page):
    assert {name for name in page.results() if "asked for" in name} == {
        "One is asked for (200, fine)",
        "One is asked for (404, a remark that is too long for a title, i...)",
        "202 is asked for",
        "500 is asked for",
    }


def test_the_values_of_a_row_are_its_parameters(page):
    result = page.results()["One is asked for (200, fine)"]
    parameters = [(each["name"], each["value"]) for each in result["parameters"]]
    assert parameters == [("status", "200"), ("remark", "fine")]


def test_the_tree_has_api_feature_and_rule(page):
    tree = page.json("widgets/tree.json")

    def names(group):
        groups = [tree["groupsById"][each] for each in group.get("groups", [])]
        return {each["name"]: names(each) for each in groups}

    assert names(tree["root"]) == {
        "The Shop": {"Ways to end": {}, "Statuses": {"A status is told": {}}}
    }


def test_an_exchange_is_shown_natively(page):
    steps = page.results()["fine"]["steps"]
    ((attachment,),) = [step["steps"] for step in steps if "GET" in step.get("name", "")]
    assert attachment["link"]["contentType"] == "application/vnd.allure.http+json"
    file = f"data/attachments/{attachment['link']['id']}{attachment['link']['ext']}"
    assert page.json(file)["response"]["status"] == "200"


def test_a_later_run_knows_what_earlier_ones_said(reported, page):
    reported.run("--name", "fine")
    later = reported.run("--name", "fine")
    assert [each["status"] for each in later.results()["fine"]["history"]] == ["passed"] * 2
    statuses = later.json("widgets/charts.json")["general"].values()
    (latest,) = [each for each in statuses if each["type"] == "statusDynamics"]
    assert len(latest["data"]) == 3
    kept = (reported.reports / "history.jsonl").read_text().splitlines()
    assert len(kept) == 3
    reported.harness("report")
    assert len((reported.reports / "history.jsonl").read_text().splitlines()) == 3
    assert not (reported.reports / "allure-history.jsonl").exists()


def test_a_merged_run_goes_on_with_the_history_of_whole_ones(reported, page):
    folder = reported.project.folder
    reported.run("features/shop/rows.feature")
    kept = (reported.reports / "history.jsonl").read_text()
    for number in (1, 2):
        reported.run("-D", f"shard={number}/2", "features/shop/rows.feature")
        shutil.copytree(reported.reports, folder / f"shard-{number}", symlinks=True)
    assert (reported.reports / "history.jsonl").read_text() == kept

    merged = reported.harness("merge", "shard-1", "shard-2")

    assert "report: reports/page/index.html" in merged.stdout, merged.stdout + merged.stderr
    results = reported.page().results()
    assert len(results) == 4
    for each in results.values():
        assert each["history"][0]["status"] == "passed"
    assert len((reported.reports / "history.jsonl").read_text().splitlines()) == (
        len(kept.splitlines()) + 1
    )


def test_who_a_scenario_is_in_the_history_stays_for_ever(page):
    """Another identity would cut every history in two; it knows no machine and no time."""
    fine = page.results()["fine"]
    assert fine["historyId"] == "6364eb05e00c627c12e3eef4b7894d57.d41d8cd98f00b204e9800998ecf8427e"


@pytest.fixture
def browse(tmp_path):
    """Opens a page in a browser without any network; what it shows, and what it asked for."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("there is no Chromium")

    def show(html):
        page, log = tmp_path / "allure.html", tmp_path / "log.json"
        page.write_text(html, "utf-8")
        command = [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--proxy-server=127.0.0.1:1",
            f"--log-net-log={log}",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--virtual-time-budget=10000",
            "--dump-dom",
            page.as_uri(),
        ]
        done = subprocess.run(command, capture_output=True, text=True, timeout=90)
        return done.stdout, asked_by_page(json.loads(log.read_text()))

    return show


def asked_by_page(log):
    """The addresses that a page asked for; what the browser itself asks has no page behind it."""
    asked = [event["params"] for event in log["events"] if "initiator" in event.get("params", {})]
    return [
        each["url"]
        for each in asked
        if each["initiator"] != "not an origin" and each.get("url", "").startswith("http")
    ]


def test_a_browser_shows_it_and_the_page_asks_nobody(page, browse):
    shown, asked = browse(page.html)
    for words in ("API acceptance", "The Shop", "target (target.toml)"):
        assert words in shown
    assert asked == []


def test_a_page_that_asks_somebody_is_noticed(browse):
    _, asked = browse('<body><img src="http://elsewhere.example/a.png"></body>')
    assert "http://elsewhere.example/a.png" in asked


def test_the_page_names_nothing_to_be_loaded_from_elsewhere(page):
    loads = re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"']?(\w+:)", page.html)
    assert set(loads) == {"data:"}
    assert "googletagmanager" not in page.html
