"""What the console says while a run goes on."""

import io

import pytest

from harness.results.progress import Progress
from harness.results.run import BROKEN, FAILED, PASSED, SKIPPED, Verdict

ERASED = "\r\x1b[K"


class Terminal(io.StringIO):
    """A stream that says of itself that somebody looks at it."""

    def isatty(self):
        return True


def run(progress, number, status=PASSED, block=""):
    progress.begin(f"a.feature:{number}", f"scenario {number}")
    progress.end(f"a.feature:{number}", Verdict(status), block)
    progress.tell()


def test_without_a_terminal_there_is_a_line_for_each_tenth():
    stream = io.StringIO()
    progress = Progress(40, stream)

    for number in range(40):
        run(progress, number)
    progress.close()

    lines = stream.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "4 of 40 done, 0 red, 0 running, 36 remaining"
    assert lines[-1] == "40 of 40 done, 0 red, 0 running, 0 remaining"


def test_a_line_tells_what_is_slowest():
    stream = io.StringIO()
    progress = Progress(4, stream)
    progress.begin("a.feature:90", "the first  ")
    run(progress, 1, FAILED)

    assert stream.getvalue() == (
        "1 of 4 done, 1 red, 1 running, 2 remaining; slowest now, 0 s: the first\n"
    )


@pytest.mark.parametrize(
    ("status", "shown"), [(PASSED, False), (SKIPPED, False), (FAILED, True), (BROKEN, True)]
)
def test_only_red_scenarios_are_shown_unless_all_are_wanted(status, shown):
    brief, full = io.StringIO(), io.StringIO()
    run(Progress(100, brief), 1, status, "what it printed\n")
    run(Progress(100, full, blocks=True), 1, status, "what it printed\n")

    assert (brief.getvalue() == "what it printed\n") is shown
    assert full.getvalue() == "what it printed\n"


def test_on_a_terminal_one_line_is_written_again_and_again_and_goes_at_the_end():
    stream = Terminal()
    progress = Progress(2, stream)
    run(progress, 1)
    run(progress, 2, FAILED, "what it printed\n")
    progress.close()

    assert stream.getvalue() == (
        f"{ERASED}1 of 2 done, 0 red, 0 running, 1 remaining"
        f"{ERASED}what it printed\n"
        f"{ERASED}2 of 2 done, 1 red, 0 running, 0 remaining"
        f"{ERASED}"
    )


def test_on_a_terminal_a_line_is_never_longer_than_it_is_wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    stream = Terminal()
    progress = Progress(2, stream)
    progress.begin("a.feature:1", "a name " * 20)
    progress.tell()

    assert len(stream.getvalue().removeprefix(ERASED)) == 39
