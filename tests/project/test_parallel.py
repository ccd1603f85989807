"""`--jobs N`: scenarios run side by side, and whatever happens to one happens to no other."""

import json
import os
import re
import signal
import socket
import time
from collections import Counter
from contextlib import ExitStack, contextmanager

import pytest
from behave.configuration import Configuration

from harness.gherkin.parallel import number_of_jobs

TOGETHER = '  Given the API "example"\n  When I GET "/together/4/of?{}"\n'
PASSES = "  Then the response status is 200\n"
FAILS = "  Then the response status is {}\n"
THING = """
[apis.example.resources.thing]
created_by = "POST /things"
id = "$.id"
ended_by = "DELETE /things/{id}"
"""
MAKES = """  Given the API "example"
  When I POST "/things"
    '''
    {{"name": "{}"}}
    '''
"""
DIES = """
import os, signal
from behave import given

@given("the worker dies")
def dies(context):
    os.kill(os.getpid(), signal.SIGKILL)
"""
HOOKS = """
import os

def told(hook):
    def run(context, statement=None):
        with open("hooks.log", "a") as log:
            log.write(f"{hook} {os.getpid()} {getattr(statement, 'name', '')}\\n")
    return run

before_all, after_all = told("before_all"), told("after_all")
before_feature, after_feature = told("before_feature"), told("after_feature")
before_rule, after_rule = told("before_rule"), told("after_rule")
before_scenario = told("before_scenario")
"""
# More seconds than anything here takes.
LIMIT = 20


def ended(server):
    return sorted(
        request.path.rpartition("/")[2] for request, _ in server.log if request.method == "DELETE"
    )


def entries(project):
    return list((project.folder / ".ledger").glob("*"))


@pytest.mark.parametrize(("jobs", "exit_code"), [("4", 0), ("3", 1)])
def test_as_many_run_at_the_same_time_as_there_are_jobs(project, jobs, exit_code):
    project.scenarios(*[TOGETHER.format(f"jobs-{jobs}") + PASSES] * 4)

    run = project.run("--jobs", jobs)

    assert run.exit_code == exit_code, run.output


def test_rows_of_an_outline_run_side_by_side(project):
    rows = "".join(f"    | {number} |\n" for number in range(4))
    project.feature(
        "Feature: Probe\n\n  Scenario Outline: row <row>\n"
        + TOGETHER.format("rows")
        + PASSES
        + f"\n  Examples:\n    | row |\n{rows}"
    )

    assert project.run("--jobs", "4").exit_code == 0


def test_what_a_killed_worker_has_made_is_ended_and_all_others_run(project, server):
    project.target(project.example_api() + THING)
    (project.folder / "steps" / "dies.py").write_text(DIES)
    project.scenarios(
        MAKES.format("lamp") + "  Given the worker dies\n",
        *(MAKES.format(name) for name in ("chair", "desk", "table")),
    )

    run = project.run("--jobs", "2")

    assert run.exit_code == 1
    assert run.outcomes["one"].status == "broken"
    assert run.outcomes["one"].message == (
        "it did not come to its end: its worker was killed by SIGKILL"
    )
    assert [run.outcomes[name].status for name in ("two", "three", "four")] == ["passed"] * 3
    assert sorted(ended(server)) == ["chair", "desk", "lamp", "table"]
    assert "left behind by a worker: thing lamp" in run.output
    assert entries(project) == []


@contextmanager
def three_of_four_waiting(project):
    """A run in which three scenarios have made a thing and wait in vain, and one has not begun."""
    project.target(project.example_api() + THING)
    with socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as stack:
        silent.settimeout(LIMIT)
        waits = f'  When I GET "http://127.0.0.1:{silent.getsockname()[1]}/"\n'
        project.scenarios(*(MAKES.format(name) + waits for name in "abcd"))
        behave = project.start("--jobs", "3")
        for _ in range(3):
            stack.enter_context(silent.accept()[0])
        yield behave


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminated"])
def test_ctrl_c_ends_all_that_runs_and_cleans_up(project, server, number):
    with three_of_four_waiting(project) as behave:
        behave.send_signal(number)
        output, errors = behave.communicate(timeout=LIMIT)

    outcomes = project._outcomes(output)
    assert behave.returncode == 1, output + errors
    assert {name: one.status for name, one in outcomes.items()} == dict.fromkeys(
        ("one", "two", "three", "four"), "broken"
    )
    assert {outcomes[name].message for name in ("one", "two", "three")} == {"KeyboardInterrupt"}
    assert outcomes["four"].message == "it did not run: the run was interrupted before it"
    assert ended(server) == ["a", "b", "c"]
    assert entries(project) == []
    assert len(list((project.folder / "reports" / "allure-results").glob("*-result.json"))) == 4


def test_workers_of_a_killed_run_end_what_they_have_made(project, server):
    with three_of_four_waiting(project) as behave:
        behave.kill()
        behave.communicate(timeout=LIMIT)
        deadline = time.monotonic() + LIMIT
        while len(ended(server)) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)

    assert ended(server) == ["a", "b", "c"]


def test_hooks_of_the_run_run_once_and_those_of_a_feature_once_in_each_worker(truth):
    (truth.folder / "environment.py").write_text(HOOKS)
    features = ["features/kinds.feature", "features/same_names.feature"]

    truth.run("--tags=not @left_out", *features)

    lines = (truth.folder / "hooks.log").read_text().splitlines()
    called = [tuple(line.split(" ", 2)) for line in lines]
    counted = Counter(called)
    run = called[0][1]
    workers = {process for hook, process, _ in called if hook == "before_scenario"}
    features = {(process, name) for hook, process, name in called if hook == "before_feature"}
    assert [call for call in called if call[1] == run] == [
        ("before_all", run, ""),
        ("after_all", run, ""),
    ]
    assert 1 < len(workers) <= 4
    assert {process for process, _ in features} == workers
    for kind in ("feature", "rule"):
        entered = Counter(call[1:] for call in called if call[0] == f"before_{kind}")
        left = Counter(call[1:] for call in called if call[0] == f"after_{kind}")
        assert entered == left
        assert set(entered.values()) == {1}
    assert set(counted.values()) - {1} <= {2}, "only the namesakes run twice under one name"


def test_the_output_of_a_failing_scenario_is_in_one_piece(project):
    expected = {"one": "411", "two": "412", "three": "413", "four": "414"}
    project.scenarios(*[TOGETHER.format("pieces") + FAILS.format(one) for one in expected.values()])

    run = project.run("--jobs", "4")

    pieces = re.split(r"^Probe    # features/probe.feature\n", run.output, flags=re.MULTILINE)[1:]
    assert len(pieces) == 4, run.output
    for piece in pieces:
        block = piece.partition("took 0min")[0].partition("\nfailed features/")[0]
        (title,) = re.findall(r"^  (\w+)  \.\.F$", block, re.MULTILINE)
        # Whole numbers only: the port of the server may hold the same figures.
        assert set(re.findall(r"\b41\d\b", block)) == {expected[title]}


def test_scenarios_that_pass_are_listed_only_with_v(truth):
    brief = truth.run("features/kinds.feature:3", "features/kinds.feature:120")
    full = truth.run("features/kinds.feature:3", "features/kinds.feature:120", "-v")

    assert "  passed  ." not in brief.output
    assert "  passed  ." in full.output


def test_the_longest_of_the_last_run_begins_first(truth):
    truth.run("features/kinds.feature", "--name=passed", "--name=failed below a rule")
    file = truth.folder / "reports" / "times.json"
    names = {result["historyId"]: result["name"] for result in truth_results(truth)}
    known = json.loads(file.read_text())
    assert set(known) == set(names)
    file.write_text(json.dumps({each: 9.0 if "failed" in names[each] else 1.0 for each in known}))
    (truth.folder / "attempts.log").unlink()
    # Only one can use the log at a time, so its lines tell the order.
    features = truth.folder / "features" / "kinds.feature"
    features.write_text(features.read_text().replace("Feature:", "@uses:log\nFeature:", 1))
    truth.run("features/kinds.feature", "--name=passed", "--name=failed below a rule")

    log = (truth.folder / "attempts.log").read_text().splitlines()
    assert log[0] == "begin failed below a rule"


def truth_results(truth):
    files = (truth.folder / "reports" / "allure-results").glob("*-result.json")
    return [json.loads(file.read_text()) for file in files]


@pytest.mark.parametrize(
    ("arguments", "number"),
    [
        (["--jobs", "4"], 4),
        ([], 1),
        (["--jobs", "4", "--no-capture"], 1),
        (["--jobs", "4", "-f", "json"], 1),
        (["--jobs", "4", "-f", "plain"], 4),
    ],
)
def test_who_debugs_has_one_process(arguments, number, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert number_of_jobs(Configuration(arguments)) == number


def test_a_single_scenario_runs_in_the_process_of_the_run(truth):
    (truth.folder / "environment.py").write_text(HOOKS)

    truth.run("features/kinds.feature:3")

    lines = (truth.folder / "hooks.log").read_text().splitlines()
    assert len({line.split()[1] for line in lines}) == 1


@pytest.fixture
def jobs():
    return 4


def test_no_worker_is_left(truth):
    (truth.folder / "environment.py").write_text(HOOKS)
    truth.run("features")

    for line in (truth.folder / "hooks.log").read_text().splitlines():
        with pytest.raises(ProcessLookupError):
            os.kill(int(line.split()[1]), 0)
