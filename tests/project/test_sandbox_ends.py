"""The sandbox lives as long as the run, however the run ends."""

import os
import signal
import subprocess
import threading
import time

import pytest
from werkzeug import Response

WAITS = '  Given the API "example"\n  When I GET "/waiting"\n  Then the response status is {}'
ASKS_TIMMY = '  Given the API "timmy"\n  When I GET "/healthz"\n  Then the response status is 200'


class Waiting:
    """A request to the API that gets no answer before the test says so."""

    def __init__(self, server) -> None:
        self._arrived, self._answered = threading.Event(), threading.Event()
        server.expect_oneshot_request("/api/waiting").respond_with_handler(self._wait)

    def _wait(self, _) -> Response:
        self._arrived.set()
        self._answered.wait(20)
        return Response("{}")

    def has_arrived(self) -> bool:
        return self._arrived.wait(20)

    def answer(self) -> None:
        self._answered.set()


@pytest.fixture
def waiting(server):
    waiting = Waiting(server)
    yield waiting
    waiting.answer()


@pytest.fixture
def project_with_sandbox(project):
    """Its target starts the sandbox, and has the API "example" besides."""
    sandbox = 'starts_sandbox = true\n[apis.timmy]\nbase_url = "/timmy/api"\n'
    project.target(sandbox + project.example_api())
    return project


@pytest.fixture
def temporary_files(project):
    folder = project.folder / "temporary"
    folder.mkdir()
    return folder


def processes() -> dict[int, tuple[int, str]]:
    """Parent and command of each living process."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 3) for line in listed.stdout.splitlines())
    return {
        int(pid): (int(parent), command)
        for pid, parent, state, command in rows
        if not state.startswith("Z")
    }


def sandbox_of(behave: subprocess.Popen[str]) -> int:
    [sandbox] = [
        pid
        for pid, (parent, command) in processes().items()
        if parent == behave.pid and "-m sandbox" in command
    ]
    return sandbox


def assert_gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while pid in processes():
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            pytest.fail(f"the sandbox {pid} still ran")
        time.sleep(0.05)


def test_a_run_against_the_sandbox_needs_nothing_else(project):
    project.scenarios(ASKS_TIMMY)

    run = project.run("-D", "target=sandbox")

    assert run.outcomes["one"].status == "passed"
    assert run.exit_code == 0


@pytest.mark.parametrize(("status", "exit_code"), [(200, 0), (500, 1)], ids=["green", "red"])
def test_the_sandbox_ends_with_the_run(
    project_with_sandbox, waiting, temporary_files, status, exit_code
):
    project_with_sandbox.scenarios(WAITS.format(status))
    behave = project_with_sandbox.start(TMPDIR=str(temporary_files))
    assert waiting.has_arrived()
    sandbox = sandbox_of(behave)

    waiting.answer()
    output, errors = behave.communicate(timeout=20)

    assert behave.returncode == exit_code, output + errors
    assert sandbox not in processes()
    assert not list(temporary_files.iterdir())


@pytest.mark.parametrize(
    ("number", "exit_code"),
    [(signal.SIGINT, 1), (signal.SIGTERM, 1), (signal.SIGKILL, -signal.SIGKILL)],
    ids=["Ctrl-C", "terminated", "killed"],
)
def test_the_sandbox_ends_when_the_run_is_stopped(
    project_with_sandbox, waiting, temporary_files, number, exit_code
):
    project_with_sandbox.scenarios(WAITS.format(200))
    behave = project_with_sandbox.start(TMPDIR=str(temporary_files))
    assert waiting.has_arrived()
    sandbox = sandbox_of(behave)

    behave.send_signal(number)
    behave.communicate(timeout=20)

    assert behave.returncode == exit_code
    assert_gone(sandbox)
    assert not list(temporary_files.iterdir())
