"""Drafts of features, as a tester gets and runs them, unedited."""

import json
import subprocess
import sys

import pytest


@pytest.fixture
def new(project):
    """Runs `python -m harness new` in the project."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "harness", "new", *arguments],
            cwd=project.folder,
            capture_output=True,
            text=True,
        )

    return run


def lint(project, *files):
    command = [sys.executable, "-m", "harness", "lint", *files]
    return subprocess.run(command, cwd=project.folder, capture_output=True, text=True).stdout


def written(project):
    return {file.name: file.read_text("utf-8") for file in (project.folder / "drafts").iterdir()}


def test_a_curl_line_becomes_a_feature_that_runs_and_holds_no_secret(project, new):
    line = (
        f"curl '{project.server}/echo/json?page=2' -H 'Authorization: Bearer a-very-secret-token' "
        """--json '{"text": "it is \\"so\\" | or not"}'"""
    )
    made = new("--from-curl", line)

    assert made.stdout.splitlines() == [
        "written: drafts/api.feature and drafts/api.toml",
        "secret, to be set before a run: API_TOKEN",
        "run it: behave -D target=drafts/api.toml drafts/api.feature",
    ], made.stderr
    assert "a-very-secret-token" not in "".join(written(project).values())
    assert lint(project, "drafts/api.feature") == "0 findings\n"
    run = project.run(
        "-D", "target=drafts/api.toml", "drafts/api.feature", API_TOKEN="a-very-secret-token"
    )
    assert (run.exit_code, "1 scenario passed" in run.output) == (0, True), run.output


def test_a_har_becomes_a_feature_that_runs(project, new):
    answer = {"mimeType": "application/json", "text": '{"name": "item 7", "count": 1}'}
    asked = {"method": "GET", "url": f"{project.server}/items/7", "headers": []}
    entry = {"request": asked, "response": {"status": 200, "content": answer}}
    har = {"log": {"version": "1.2", "entries": [entry, entry]}}
    (project.folder / "seen.har").write_text(json.dumps(har), "utf-8")
    made = new("--from-har", "seen.har", "--name", "items")

    assert made.returncode == 0, made.stderr
    assert written(project)["items.feature"].count("Scenario: GET /api/items/7 is answered") == 2
    run = project.run("-D", "target=drafts/items.toml", "drafts/items.feature", "--tags=not @x")
    # The test's own server gives items a name and no count.
    assert run.exit_code == 1
    assert "at        $.count" in run.output
    assert "at        $.name" not in run.output


def test_an_openapi_document_becomes_a_feature_that_runs(project, new):
    answer = {"description": "One", "content": {"application/json": {"schema": {}}}}
    number = {"name": "number", "in": "path", "required": True, "schema": {"default": 7}}
    operation = {"summary": "One item", "parameters": [number], "responses": {"200": answer}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": project.server}],
        "paths": {"/items/{number}": {"get": operation}},
    }
    (project.folder / "shop.json").write_text(json.dumps(document), "utf-8")
    made = new("--from-openapi", "shop.json", "--operation", "GET /items/{number}")

    assert made.returncode == 0, made.stderr
    run = project.run("-D", "target=drafts/api.toml", "drafts/api.feature")
    assert (run.exit_code, "3 steps passed" in run.output) == (0, False), run.output
    assert "4 steps passed" in run.output


def test_a_draft_takes_the_place_of_no_other(project, new):
    line = f"curl {project.server}/item"
    new("--from-curl", line)
    before = written(project)
    again = new("--from-curl", line)

    assert again.returncode == 1
    assert again.stderr == (
        "no draft: drafts/api.feature is there already; --name gives the draft another name\n"
    )
    assert written(project) == before


def test_what_is_no_source_is_told_in_a_line(project, new):
    made = new("--from-har", "absent.har")

    assert (made.returncode, made.stderr) == (
        1,
        "no draft: absent.har cannot be read: No such file or directory\n",
    )
