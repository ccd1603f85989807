"""`python -m harness watch`, as a tester uses it: save, look, save again, leave."""

import queue
import signal
import sys
import threading

import pytest

WATCH = (sys.executable, "-m", "harness", "watch", "features/probe.feature")
SCENARIO = '  Given the API "example"\n  When I GET "/item"\n  Then the response status is {}\n'


@pytest.fixture
def watching(project):
    """A watch that goes on, and what it prints, line by line."""
    project.scenarios(SCENARIO.format(404))
    process = project.start(command=WATCH)
    lines = queue.Queue()

    def read():
        for line in process.stdout:
            lines.put(line)

    reading = threading.Thread(target=read)
    reading.start()

    def until_it_waits():
        told = ""
        while "waiting for the next save" not in told:
            told += lines.get(timeout=60)
        return told

    yield process, until_it_waits
    process.kill()
    reading.join()
    # Closes what the process has written to.
    process.communicate()


def test_every_save_runs_the_scenarios_again(project, watching):
    process, until_it_waits = watching
    assert "1 failed" in until_it_waits()

    project.scenarios(SCENARIO.format(200))
    assert "1 scenario passed" in until_it_waits()

    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
