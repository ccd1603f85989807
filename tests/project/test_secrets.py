"""No secret reaches a file of the reports or the console; one that does makes the run red."""

import json
import os
import re
import socket
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from base64 import b64encode

import pytest

from tests.example.target import every_api

CREDENTIAL = "member-key/0001"
TOKEN = "bearer-token-0001"
PASSWORD = 'pass "word" & more'
EVERYWHERE = """
    Given the API "member"
    And the requests carry the bearer token "{{key}}"
    And the query parameter "token" is "{{key}}"
    When I POST "/echo/json"
      '''
      {"said": "{{key}}"}
      '''
    Then the response status is 200
    When I GET "/echo/headers"
    Then the response field "$.headers.Authorization" is "nothing"
"""
BASIC = """
    Given the API "example"
    And the requests carry the user "acceptance" with the password 'pass "word" & more'
    When I GET "/echo/headers"
    Then the response field "$.headers.Authorization" is "nothing"
"""
ACCOUNT = """
    Given the API "example"
    And I use an account
    When I GET "/echo/headers"
    Then the response field "$.headers.X-Key" is "nothing"
"""
# Nobody knows the token to be one when the plan and the first request are written.
LATE = f"""
    Given the API "example"
    When I GET "/items/7?note={TOKEN}"
    And I GET "/items/8"
    Given the requests carry the bearer token "{TOKEN}"
    When I GET "/items/9"
    Then the response status is 200
"""
PLANTED = """
    Given the API "member"
    When I GET "/items/1"
    And the key gets into a file
"""
STEPS = """
from pathlib import Path

from behave import step


@step("the key gets into a file")
def plant(context):
    file = Path("FILE")
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"see {context.world.memory.text('{{key}}')}")
"""


def left_in(folder):
    """The content of every file of the reports and of what runs keep."""
    for part in ("reports", ".ledger", ".run"):
        for file in sorted((folder / part).rglob("*")):
            if file.is_file():
                yield file.relative_to(folder), file.read_text("utf-8", errors="replace")


def holding(project, *secrets):
    return [(file, s) for file, text in left_in(project.folder) for s in secrets if s in text]


def plants(project, file):
    (project.folder / "steps" / "own.py").write_text(STEPS.replace("FILE", file))


@pytest.fixture
def secret_project(project):
    project.target(every_api(project.server))
    plants(project, "reports/own.txt")
    return project


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_no_form_of_a_secret_is_left_anywhere(secret_project, server, jobs):
    secret_project.scenarios(EVERYWHERE, BASIC, ACCOUNT, LATE)

    run = secret_project.run("--jobs", jobs, MEMBER_KEY=CREDENTIAL)

    assert [outcome.status for outcome in run.outcomes.values()] == [
        "failed",
        "failed",
        "failed",
        "passed",
    ], run.output
    keys = [request.headers["X-Key"] for request, _ in server.log if "X-Key" in request.headers]
    assert keys
    secrets = [
        *(CREDENTIAL, "member-key%2F0001", b64encode(CREDENTIAL.encode()).decode().rstrip("=")),
        *(PASSWORD, json.dumps(PASSWORD)[1:-1], "pass &quot;word&quot; &amp; more"),
        b64encode(f"acceptance:{PASSWORD}".encode()).decode(),
        *(TOKEN, *keys),
    ]
    assert holding(secret_project, *secrets) == []
    assert [secret for secret in secrets if secret in run.output + run.errors] == []
    assert not (secret_project.folder / ".run").exists()


@pytest.mark.parametrize("jobs", ["1", "4"])
def test_a_file_with_a_secret_makes_the_run_red_and_is_named(secret_project, jobs):
    secret_project.scenarios(PLANTED, LATE)

    run = secret_project.run("--jobs", jobs, MEMBER_KEY=CREDENTIAL)

    told = "reports/own.txt holds the credential apis.member.credentials.key of target.toml"
    assert run.exit_code == 1
    assert f"broken secrets: {told}\n" in run.output
    assert "red: 1 broken outside of scenarios\n" in run.output
    assert [outcome.status for name, outcome in run.outcomes.items() if name in ("one", "two")] == [
        "passed",
        "passed",
    ]
    reports = secret_project.folder / "reports"
    (case,) = ElementTree.parse(reports / "junit" / "RUN.xml").iter("testcase")
    assert (case.get("name"), case.find("error").get("message")) == ("secrets", told)
    (file,) = (reports / "allure-results").glob("*-globals.json")
    assert [error["message"] for error in json.loads(file.read_text())["errors"]] == [
        f"secrets: {told}"
    ]
    assert holding(secret_project, CREDENTIAL) == [
        ((reports / "own.txt").relative_to(secret_project.folder), CREDENTIAL)
    ]

    secret_project.scenarios(LATE)
    assert secret_project.run("--jobs", jobs, MEMBER_KEY=CREDENTIAL).exit_code == 0


def test_a_secret_in_the_ledger_makes_the_run_red(secret_project):
    plants(secret_project, ".ledger/own.txt")
    secret_project.scenarios(PLANTED)

    run = secret_project.run(MEMBER_KEY=CREDENTIAL)

    assert run.exit_code == 1
    assert "broken secrets: .ledger/own.txt holds the credential apis.member." in run.output


def test_the_report_of_a_run_is_swept_as_well(secret_project):
    secret_project.scenarios(LATE)
    assert secret_project.run(MEMBER_KEY=CREDENTIAL).exit_code == 0
    coded = b64encode(json.dumps({"said": f"it is {CREDENTIAL}"}).encode()).decode()
    (secret_project.folder / "reports" / "own.html").write_text(f"<script>d('{coded}')</script>")

    made = harness(secret_project, "report", MEMBER_KEY=CREDENTIAL)

    assert made.returncode == 1
    assert "broken secrets: reports/own.html holds the credential apis.member." in made.stderr
    run = (secret_project.folder / "reports" / "junit" / "RUN.xml").read_text()
    assert "reports/own.html holds the credential" in run


@pytest.fixture
def killed(secret_project):
    """The project, with what a run has left that had an account when it was killed."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(20)
        waits = f'    When I GET "http://127.0.0.1:{silent.getsockname()[1]}/"\n'
        secret_project.scenarios(f'    Given the API "example"\n    And I use an account\n{waits}')
        process = secret_project.start(MEMBER_KEY=CREDENTIAL)
        connection, _ = silent.accept()
        with connection:
            process.kill()
            process.communicate()
    return secret_project


def test_a_killed_run_leaves_secrets_in_its_private_folder_only(killed):
    (private,) = (killed.folder / ".run").iterdir()
    keys = re.findall(r"key-[0-9a-f-]{36}", (private / "learned.jsonl").read_text())

    assert len(keys) == 1
    assert {file.parts[0] for file, _ in holding(killed, CREDENTIAL, *keys)} == {".run"}
    assert [file.stat().st_mode & 0o777 for file in (private.parent, private)] == [0o700] * 2


def test_the_report_of_a_killed_run_knows_what_it_had_learned(killed):
    (private,) = (killed.folder / ".run").iterdir()
    (key,) = re.findall(r"key-[0-9a-f-]{36}", (private / "learned.jsonl").read_text())
    (killed.folder / "reports" / "own.txt").write_text(key)

    made = harness(killed, "report")

    assert made.returncode == 1
    assert "reports/own.txt holds the response field key of POST /api/accounts" in made.stderr


@pytest.mark.parametrize("by", ["clean-up", "run"])
def test_the_private_folder_of_a_killed_run_is_removed(killed, by):
    killed.scenarios(LATE)
    if by == "run":
        assert killed.run(MEMBER_KEY=CREDENTIAL).exit_code == 0
    else:
        assert harness(killed, by).returncode == 0

    assert not (killed.folder / ".run").exists()


def harness(project, *arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "harness", *arguments],
        cwd=project.folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )
