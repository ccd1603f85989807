"""The gate: what keeps it closed, a line for each reason."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness.results import gate
from harness.results.journal import Folders, Journal
from harness.results.run import Attempt, Ended, Planned, Problem, Run, Shard, Terms, Verdict

STEPS = (("Given a step", "passed"),)
FLAKY = "flaky; -D flaky=accepted lets them pass, and so does --accept-flaky"


def events(*statuses):
    """A run of scenarios that ended so; "missing" has no result, "not run" could not begin."""
    for number, status in enumerate(statuses):
        location = f"features/shop/a.feature:{number}"
        yield Planned(location, "features/shop/a.feature", "A", status, "t", "f", "c", location)
        tried = {"flaky": ("failed", "passed"), "missing": (), "not run": ("broken",)}
        for each in tried.get(status, (status,)):
            steps = () if status == "not run" else STEPS
            yield Attempt(location, Verdict(each, "why"), 1.0, 0.5, steps)


def run_of(*statuses, more=()):
    run = Run()
    for event in (*events(*statuses), *more):
        run.add(event)
    return run


CLOSED = {
    "failed": (["passed", "failed", "failed"], ["2 scenarios failed"]),
    "broken": (["passed", "broken"], ["1 scenario broken"]),
    "not run": (["passed", "not run"], ["1 scenario broken"]),
    "missing": (["passed", "missing"], ["1 scenario planned and without a result"]),
    "flaky": (["passed", "flaky"], [f"1 scenario {FLAKY}"]),
    "skipped": (
        ["skipped"], ["no scenario ran: nothing was selected, or everything was skipped"]
    ),
    "empty": ([], ["no scenario ran: nothing was selected, or everything was skipped"]),
    "several": (
        ["failed", "broken", "missing", "flaky"],
        ["1 scenario failed", "1 scenario broken", "1 scenario planned and without a result",
         f"1 scenario {FLAKY}"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statuses", "reasons"), CLOSED.values(), ids=CLOSED)
def test_each_reason_is_told(statuses, reasons):
    assert gate.reasons(run_of(*statuses), accepts_flaky=False) == reasons


def test_what_passed_or_was_skipped_opens_it():
    assert gate.reasons(run_of("passed", "skipped"), accepts_flaky=False) == []


def test_flaky_scenarios_can_be_accepted():
    assert gate.reasons(run_of("flaky"), accepts_flaky=True) == []


def test_what_went_wrong_outside_of_scenarios_closes_it():
    run = run_of("passed", more=[Problem("after_all", "odd")])

    assert gate.reasons(run, accepts_flaky=False) == ["1 broken outside of scenarios"]


def test_a_number_of_scenarios_can_be_asked_for():
    run = run_of("passed", "passed", "skipped")

    assert gate.reasons(run, accepts_flaky=False, at_least=2) == []
    assert gate.reasons(run, accepts_flaky=False, at_least=3) == [
        "2 scenarios ran, and at least 3 had to"
    ]


def test_what_could_not_begin_has_not_run():
    assert gate.number_that_ran(run_of("passed", "not run", "skipped", "flaky")) == 2


def test_a_shard_may_have_nothing_to_do():
    assert gate.reasons(run_of(more=[Shard(2, 2, "p", ("a:1",), 0)]), accepts_flaky=False) == []
    assert gate.reasons(run_of(more=[Shard(1, 2, "p", (), 0)]), accepts_flaky=False)


@pytest.fixture
def command(tmp_path, monkeypatch):
    """Runs `python -m harness gate` after a run that ended so."""
    monkeypatch.chdir(tmp_path)

    def run(statuses, *arguments):
        if statuses is not None:
            journal = Journal.begin(Folders())
            for event in (Terms(True), *events(*statuses), Ended()):
                journal.note(event)
            journal.close()
        words = [sys.executable, "-m", "harness", "gate", *arguments]
        return subprocess.run(words, cwd=tmp_path, env=os.environ, capture_output=True, text=True)

    return run


COMMANDS = {
    "open": (["passed", "skipped"], [], 0, ""),
    "closed": (["failed", "missing"], [], 1,
               "closed: 1 scenario failed\nclosed: 1 scenario planned and without a result\n"),
    "flaky": (["flaky"], [], 1, f"closed: 1 scenario {FLAKY}\n"),
    "flaky accepted": (["flaky"], ["--accept-flaky"], 0, ""),
    "enough": (["passed"], ["--at-least", "1"], 0, ""),
    "too few": (["passed"], ["--at-least", "2"], 1,
                "closed: 1 scenario ran, and at least 2 had to\n"),
    "no run": (None, [], 1, f"there is no {Path('reports') / 'run.jsonl'}; run behave first\n"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("statuses", "arguments", "exit_code", "errors"), COMMANDS.values(), ids=COMMANDS
)
def test_the_command_says_so_and_its_exit_code_too(command, statuses, arguments, exit_code, errors):
    finished = command(statuses, *arguments)

    assert (finished.returncode, finished.stderr) == (exit_code, errors)
    assert bool(finished.stdout) == (exit_code == 0)
