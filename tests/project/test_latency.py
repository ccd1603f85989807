"""Budgets of latency: kept, exceeded or not judged, and everybody says the same of each."""

import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import pytest

ASKS = '  Given the API "example"\n  When I GET "/items/{}" {} times\n'
IMPOSSIBLE = "0.0001 milliseconds"
DOCUMENT = {"servers": [{"url": "/api"}], "paths": {"/items/{id}": {"get": {}}}}


@pytest.fixture
def budget(project):
    """Writes a target whose endpoint has this budget, and one scenario for each number of times."""

    def write(limits, *times, endpoint="GET /items/{number}"):
        (project.folder / "openapi.json").write_text(json.dumps(DOCUMENT), "utf-8")
        target = project.example_api().replace("base_url", 'openapi = "openapi.json"\nbase_url')
        project.target(f'{target}[apis.example.budgets]\n"{endpoint}" = {limits}\n')
        project.scenarios(*(ASKS.format(item, number) for item, number in enumerate(times, 1)))
        return project

    return write


def harness(project, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=project.folder,
        env={"PATH": ""},
        capture_output=True,
        text=True,
    )


def told(output, start="red: "):
    return [line.removeprefix(start) for line in output.splitlines() if line.startswith(start)]


def test_a_budget_that_is_kept_is_said_to_be_kept(budget):
    run = budget('{ p50 = "20 seconds", p95 = "20 seconds", max = "20 seconds" }', 15, 5).run()

    assert run.exit_code == 0, run.output
    assert told(run.output, "latency: ") == ["3 kept, 0 exceeded, 0 not judged"]


def test_all_say_the_same_of_a_budget_that_is_exceeded(budget, tmp_path):
    summary = tmp_path / "summary.md"
    project = budget(f'{{ p50 = "20 seconds", p95 = "{IMPOSSIBLE}" }}', 15, 5)

    run = project.run("-D", "report=yes", CI="true", GITHUB_STEP_SUMMARY=str(summary))

    reports = project.folder / "reports"
    assert run.exit_code == 1
    (reason,) = told(run.output)
    assert reason.startswith("too slow: example GET /items/{id}: p95 of 20 requests is ")
    assert reason.endswith(" ms, and may be 0 ms")
    assert told(run.output, "latency: ") == ["1 kept, 1 exceeded, 0 not judged"]
    (case,) = ElementTree.parse(reports / "junit" / "RUN.xml").iter("testcase")
    assert case.get("name") == "latency of example GET /items/{id}, p95"
    assert case.find("failure").get("message") == reason
    (globals_file,) = (reports / "allure-results").glob("*-globals.json")
    assert [each["message"] for each in json.loads(globals_file.read_text())["errors"]] == [reason]
    assert told(harness(project, "gate").stderr, "closed: ") == [reason]
    assert "- **Red**: too slow" in summary.read_text()
    page = (reports / "page" / "index.html").read_text()
    assert reason in page
    assert "All promises that were checked are kept, but not fast enough" in page


def test_a_percentile_of_too_few_requests_is_not_judged_and_that_is_said(budget, tmp_path):
    summary = tmp_path / "summary.md"
    project = budget(f'{{ p95 = "{IMPOSSIBLE}" }}', 19)

    run = project.run(CI="true", GITHUB_STEP_SUMMARY=str(summary))

    assert run.exit_code == 0, run.output
    words = "example GET /items/{id}: p95 of 19 requests, and it takes 20"
    assert told(run.output, "latency: ") == [f"0 kept, 0 exceeded, 1 not judged ({words})"]
    assert "- Not judged: example GET &#47;items" in summary.read_text()


def test_an_endpoint_that_is_not_documented_makes_the_target_unusable(budget, server):
    run = budget('{ p95 = "1 second" }', 1, endpoint="GET /item/{id}").run()

    assert run.exit_code == 2
    assert run.errors == (
        "unusable target: target.toml: apis.example.budgets.GET /item/{id}: its OpenAPI document "
        "has no such endpoint, do you mean GET /items/{id}?\n"
    )
    assert not [request for request, _ in server.log if "items" in request.path]


def test_without_a_document_budgets_tell_the_endpoints(project):
    project.target(
        f'{project.example_api()}[apis.example.budgets]\n"GET /items/{{n}}" = '
        f'{{ max = "{IMPOSSIBLE}" }}\n'
    )
    project.scenarios(ASKS.format(1, 1), ASKS.format(2, 1))

    (reason,) = told(project.run().output)

    assert "example GET /items/{n}: max of 2 requests" in reason


def test_merged_shards_are_judged_over_all_requests(budget):
    project = budget(f'{{ p95 = "{IMPOSSIBLE}" }}', 12, 12)
    for number in (1, 2):
        shard = project.run("-D", f"shard={number}/2")
        assert shard.exit_code == 0, shard.output
        assert "p95 of 12 requests, and it takes 20" in shard.output
        shutil.move(project.folder / "reports", project.folder / f"shard-{number}")

    merged = harness(project, "merge", "shard-1", "shard-2")

    assert merged.returncode == 1
    assert told(merged.stdout, "latency: ") == ["0 kept, 1 exceeded, 0 not judged"]
    assert "p95 of 24 requests is " in told(merged.stdout)[0]


def test_the_page_has_a_table_and_a_chart_of_each_api(budget):
    project = budget(f'{{ p50 = "{IMPOSSIBLE}", p95 = "20 seconds", p99 = "1 second" }}', 30)
    project.run("-D", "report=yes")

    page = (project.folder / "reports" / "page" / "latency.html").read_text()

    assert page.count("<svg ") == page.count('<table class="latencies">') == 1
    row = page.partition("<code>GET /items/{id}</code>")[2].partition("</tr>")[0]
    assert '<td class="number">30</td>' in row
    for status, words in (
        ("failed", "p50 ≤ 0 ms"),
        ("passed", "p95 ≤ 20000 ms"),
        ("skipped", "p99 ≤ 1000 ms, not judged: takes 100 requests"),
    ):
        assert f'class="mark {status}"' in row
        assert words in row
    chart = page.partition("<svg ")[2]
    assert all(f">{figure}</text>" in chart for figure in ("p50", "p95", "p99"))
