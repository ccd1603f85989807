"""`-D scheduler=`: scenarios on a real Dask scheduler and workers, and nothing is lost."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from xml.etree import ElementTree

import pytest

from harness.results import journal

FEATURE = """\
Feature: Shop

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

    @rows:rows.json
    Examples: of the file
      | number |

  Rule: below a rule

    Scenario: skipped
      Given the API "closed"
      When I GET "/items/7"

    Scenario: not known
      When I wish upon a star
"""
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
import os, signal, time
from pathlib import Path
from behave import given

died = Path(__file__).resolve().parent.parent / "died"

@given("the Dask worker dies once")
def machine_dies(context):
    if not died.exists():
        died.write_text(os.getcwd())
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(30)

@given("the process dies")
def process_dies(context):
    os.kill(os.getpid(), signal.SIGKILL)
"""
TOGETHER = """
  {tag}
  Scenario: {name}
    Given the API "example"
    When I GET "/together/2/of?{tag}"
    Then the response status is 200
"""
# More seconds than anything here takes.
LIMIT = 60


class Cluster:
    """A scheduler, and workers that are started in a folder each."""

    def __init__(self, folder: Path, stack: ExitStack):
        self.scheduler_file = folder / "scheduler.json"
        self.start(folder, stack, "scheduler", "--host", "127.0.0.1", "--port", "0")
        wait_until(lambda: self.scheduler_file.exists() and self.scheduler_file.read_text())
        self.address = json.loads(self.scheduler_file.read_text())["address"]

    def start(self, folder: Path, stack: ExitStack, *words: str) -> Path:
        """Start a program of Dask until the stack is closed; the file that it logs to."""
        log = folder / f"{words[0]}-{time.monotonic_ns()}.log"
        command = [sys.executable, "-m", "dask", *words, "--no-dashboard"]
        with log.open("w") as stream:
            started = subprocess.Popen(
                [*command, "--scheduler-file", str(self.scheduler_file)],
                cwd=folder,
                stdout=stream,
                stderr=stream,
            )
        stack.callback(started.wait)
        stack.callback(started.kill)
        return log


def wait_until(condition):
    deadline = time.monotonic() + LIMIT
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with ExitStack() as stack:
        yield Cluster(tmp_path_factory.mktemp("cluster"), stack)


@pytest.fixture
def workers(cluster):
    """Starts a worker in each folder, and waits until the scheduler knows them."""
    with ExitStack() as stack:

        def start(*folders):
            words = ("worker", "--no-nanny", "--nthreads", "1")
            logs = [cluster.start(folder, stack, *words) for folder in folders]
            wait_until(lambda: all("Registered to" in log.read_text() for log in logs))

        yield start


def elsewhere(project) -> Path:
    """The same checkout in another folder, as another machine has it."""
    copy = project.folder.with_name(f"{project.folder.name}-elsewhere")
    shutil.copytree(project.folder, copy, symlinks=True)
    return copy


def run_on(cluster, project, *arguments):
    return project.run("-D", f"scheduler={cluster.address}", *arguments)


def journal_of(project):
    return journal.read(project.folder / "reports" / "run.jsonl")[1]


def reported(project):
    """What a run has left, without what differs from run to run."""
    reports, run = project.folder / "reports", journal_of(project)
    notes = [line for file in (reports / "exchanges").iterdir() for line in lines_of(file)]
    results = [json.loads(file.read_text()) for file in results_of(project)]
    return {
        "verdicts": {place: run.verdict(place).status for place in run.planned},
        "attempts": Counter(len(tried) for tried in run.attempts.values()),
        "exchanges": Counter((each["path"], each["location"]) for each in map(json.loads, notes)),
        "results": Counter((each["historyId"], each["status"]) for each in results),
        "attachments": len(list((reports / "allure-results").glob("*-attachment*"))),
        "cases": Counter(
            (case.get("name"), case.get("status")) for case in cases_of(project).values()
        ),
        "times": set(json.loads((reports / "times.json").read_text())),
    }


def lines_of(file):
    return file.read_text().splitlines()


def results_of(project):
    return (project.folder / "reports" / "allure-results").glob("*-result.json")


def cases_of(project):
    files = (project.folder / "reports" / "junit").glob("*.xml")
    cases = [case for file in files for case in ElementTree.parse(file).iter("testcase")]
    return {case.get("name"): case for case in cases}


def ended(server):
    return sorted(
        request.path.rpartition("/")[2] for request, _ in server.log if request.method == "DELETE"
    )


def left_in(folder):
    return list((folder / ".ledger").glob("*.json"))


def test_a_run_on_a_cluster_leaves_what_one_on_this_machine_does(cluster, workers, project):
    project.feature(FEATURE)
    (project.folder / "features" / "rows.json").write_text(
        json.dumps([{"number": number} for number in range(3, 7)])
    )
    project.target(project.example_api() + '[apis.closed]\nbase_url = ""\n')
    local = project.run("--jobs", "2")
    reports = reported(project)
    other = elsewhere(project)
    shutil.rmtree(project.folder / "reports")
    shutil.rmtree(other / "reports")
    workers(other, other)

    remote = run_on(cluster, project)

    assert remote.exit_code == local.exit_code == 1, remote.output + remote.errors
    assert {*reports["verdicts"].values()} == {"passed", "failed", "broken", "skipped"}
    assert reported(project) == reports
    assert remote.outcomes == local.outcomes
    assert not any((other / "reports").glob("allure-results/*")), "all is given back"


def test_what_a_lost_worker_ran_runs_again_once_and_is_marked(cluster, workers, project, server):
    project.target(project.example_api() + THING)
    (project.folder / "steps" / "dies.py").write_text(DIES)
    project.scenarios(
        MAKES.format("lamp") + "  Given the Dask worker dies once\n",
        MAKES.format("chair") + "  Given the process dies\n",
        MAKES.format("desk"),
        MAKES.format("table"),
    )
    workers(project.folder, project.folder)

    run = run_on(cluster, project)

    noted = journal_of(project)
    assert run.exit_code == 1
    statuses = {name: one.status for name, one in run.outcomes.items()}
    assert statuses == {"one": "passed", "two": "broken", "three": "passed", "four": "passed"}
    told = {each.name: noted.verdict(place).message for place, each in noted.planned.items()}
    assert told["two"].startswith("it did not come to its end: its worker tcp://")
    assert told["two"].count("was killed by SIGKILL") == 2
    assert run.output.count("run again: features/probe.feature") == 2
    again = {name: case.find("properties/property") for name, case in cases_of(project).items()}
    assert again["one"].get("value").endswith("was lost")
    assert again["three"] is None
    (marked,) = (
        each
        for each in map(json.loads, (file.read_text() for file in results_of(project)))
        if {"name": "tag", "value": "run again: its worker was lost"} in each["labels"]
    )
    assert (marked["name"], marked["status"]) == ("one", "passed")
    wait_until(lambda: ended(server).count("lamp") == 2)
    assert ended(server) == ["chair", "chair", "desk", "lamp", "lamp", "table"]
    assert left_in(project.folder) == []
    folder_of_process = Path((project.folder / "died").read_text())
    wait_until(lambda: not folder_of_process.exists())


def test_a_secret_that_only_another_machine_learns_is_in_no_report(cluster, workers, project):
    secret = "sesame-4711-opens"
    project.target(project.example_api() + 'secret_fields = ["id"]\n')
    project.feature(
        f"Feature: Secrets\n\n  Scenario: learns\n{MAKES.format(secret)}\n"
        f'  Scenario: tells {secret}\n  Given the API "example"\n  When I GET "/items/1"\n'
    )
    other = elsewhere(project)
    workers(other, other)

    run = run_on(cluster, project)

    assert run.exit_code == 0, run.output + run.errors
    files = [file for file in (project.folder / "reports").rglob("*") if file.is_file()]
    assert len(files) > 3
    assert not [file.name for file in files if secret in file.read_text("utf-8", "replace")]


def test_who_uses_the_same_thing_takes_turns_across_the_cluster(cluster, workers, project):
    tags = {"one": "@free", "two": "@free", "three": "@uses:lamp", "four": "@uses:lamp"}
    project.feature(
        "Feature: Turns\n" + "".join(TOGETHER.format(name=n, tag=tag) for n, tag in tags.items())
    )
    workers(project.folder, project.folder)

    run = run_on(cluster, project)

    statuses = {name: one.status for name, one in run.outcomes.items()}
    assert statuses == {"one": "passed", "two": "passed", "three": "failed", "four": "failed"}


def test_ctrl_c_ends_what_runs_there_and_cleans_up(cluster, workers, project, server):
    project.target(project.example_api() + THING)
    with socket.create_server(("127.0.0.1", 0)) as silent, ExitStack() as stack:
        silent.settimeout(LIMIT)
        waits = f'  When I GET "http://127.0.0.1:{silent.getsockname()[1]}/"\n'
        project.scenarios(*(MAKES.format(name) + waits for name in "abc"))
        workers(project.folder, project.folder)
        behave = project.start("-D", f"scheduler={cluster.address}")
        for _ in range(2):
            stack.enter_context(silent.accept()[0])
        behave.send_signal(signal.SIGINT)
        output, errors = behave.communicate(timeout=LIMIT)

    messages = {name: one.message for name, one in project._outcomes(output).items()}
    assert behave.returncode == 1, output + errors
    assert messages == {
        "one": "KeyboardInterrupt",
        "two": "KeyboardInterrupt",
        "three": "it did not run: the run was interrupted before it",
    }
    assert ended(server) == ["a", "b"]
    assert left_in(project.folder) == []


@pytest.mark.parametrize(
    ("change", "target", "message"),
    [
        (
            lambda folder: (folder / "features" / "probe.feature").write_text("Feature: Other\n"),
            "",
            "its checkout is another than that of the run: features/probe.feature is another",
        ),
        (
            lambda folder: None,
            'client_addresses = ["127.0.0.1"]\n',
            "target.toml: client_addresses is for one machine, and this worker does not share",
        ),
    ],
    ids=["another checkout", "no folder in common"],
)
def test_a_worker_that_cannot_be_one_is_an_error(
    cluster, workers, project, change, target, message, server
):
    project.scenarios(MAKES.format("lamp"))
    project.target(target + project.example_api())
    other = elsewhere(project)
    change(other)
    workers(other)

    run = run_on(cluster, project)

    assert run.exit_code == 2, run.output + run.errors
    assert "unusable scheduler: worker tcp://" in run.errors
    assert message in run.errors
    assert not [request for request, _ in server.log if request.method == "POST"]


def test_without_dask_or_scheduler_nothing_runs(project, tmp_path):
    project.scenarios(MAKES.format("lamp"))
    missing = tmp_path / "missing"
    missing.mkdir()
    (missing / "distributed.py").write_text("raise ImportError\n")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        nobody = f"scheduler=tcp://127.0.0.1:{closed.getsockname()[1]}"
    told = {
        "pip install -r requirements-cluster.txt": project.run(
            "-D", nobody, PYTHONPATH=str(missing)
        ),
        "there is no scheduler: ": project.run("-D", nobody),
    }

    for message, run in told.items():
        assert run.exit_code == 2
        assert "unusable scheduler: " in run.errors
        assert message in run.errors
    assert os.listdir(project.folder / "reports" / "junit")
