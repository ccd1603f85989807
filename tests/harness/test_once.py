"""What is done once in a run, by whoever needs it first."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from harness.once import Once, Result
from harness.problem import AuthorError, Failure, NoAnswer

ROOT = Path(__file__).parent.parent.parent
# Says that it is there, waits for a word, then asks; making waits for a word as well.
CHILD = """
import sys
from pathlib import Path
from harness.once import Once
from harness.problem import Failure
folder, scenario, outcome = sys.argv[1:]

def make():
    with (Path(folder) / "made").open("a") as made:
        made.write(scenario + "\\n")
    print("making", flush=True)
    sys.stdin.readline()
    if outcome == "fails":
        raise Failure(f"it broke for {scenario}")
    return {"id": f"made by {scenario}", "list": [1, None, "ä"]}

print("ready", flush=True)
sys.stdin.readline()
try:
    result = Once(Path(folder)).result("it", scenario, make)
    print(result.scenario, result.values["id"], result.values["list"], flush=True)
except Failure as failure:
    print(failure, flush=True)
"""


class Maker:
    """Makes values, and counts how often; `wrong` is raised instead."""

    def __init__(self, values=None, wrong=None):
        self.values, self.wrong, self.times = values or {}, wrong, 0

    def __call__(self):
        self.times += 1
        if self.wrong:
            raise self.wrong
        return self.values


@pytest.fixture
def once(tmp_path):
    return Once(tmp_path / "once")


@pytest.fixture
def children(tmp_path):
    """Starts a process for each name, all of them before any has asked."""
    started = []

    def start(outcome, *names):
        pipe = subprocess.PIPE
        for name in names:
            command = [sys.executable, "-c", CHILD, str(tmp_path), name, outcome]
            started.append(
                subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8", cwd=ROOT)
            )
        assert [child.stdout.readline() for child in started] == ["ready\n"] * len(names)
        return started

    yield start
    for child in started:
        child.kill()
        child.communicate()


def test_it_is_made_by_the_first_and_had_by_all(once):
    maker = Maker({"id": "a1", "parts": [{"n": 1.5}, None, True]})

    first = once.result("it", "one", maker)
    second = once.result("it", "two", maker)

    assert first == second == Result("one", {"id": "a1", "parts": [{"n": 1.5}, None, True]})
    assert maker.times == 1


def test_what_has_another_name_is_made_by_itself(once):
    maker = Maker()

    once.result("it", "one", maker)
    once.result("that", "one", maker)

    assert maker.times == 2


def test_another_run_makes_it_anew(once, tmp_path):
    maker = Maker()

    once.result("it", "one", maker)
    Once(tmp_path / "next").result("it", "one", maker)

    assert maker.times == 2


@pytest.mark.parametrize("name", ["", "a/b", "../up", "ü" * 300, "two\nlines"])
def test_any_text_can_be_the_name(once, tmp_path, name):
    assert once.result(name, "one", Maker({"id": name})).values == {"id": name}
    assert {file.parent for file in tmp_path.rglob("*.json")} == {tmp_path / "once"}


@pytest.mark.parametrize("kind", [Failure, NoAnswer])
def test_a_failure_is_shared_and_not_tried_again(once, kind):
    maker = Maker(wrong=kind("it broke\n  at the second line"))

    for scenario in ("one", "two", "three"):
        with pytest.raises(kind) as raised:
            once.result("it", scenario, maker)
        assert str(raised.value) == "it broke\n  at the second line"

    assert maker.times == 1


@pytest.mark.parametrize(
    "wrong",
    [AuthorError("wrong"), ZeroDivisionError("nought"), KeyboardInterrupt()],
    ids=lambda wrong: type(wrong).__name__,
)
def test_what_is_no_failure_is_not_kept_and_the_next_one_tries_again(once, wrong):
    with pytest.raises(type(wrong)):
        once.result("it", "one", Maker(wrong=wrong))

    assert once.result("it", "two", Maker({"id": 1})) == Result("two", {"id": 1})


def test_threads_at_the_same_time_make_it_once(once):
    asking = threading.Barrier(8)
    made, results = [], []

    def make():
        made.append(1)
        return {"id": len(made)}

    def ask(number):
        asking.wait(5)
        results.append(once.result("it", f"scenario {number}", make))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [1]
    assert [result.values for result in results] == [{"id": 1}] * 8
    assert len({result.scenario for result in results}) == 1


def both_asked(one, two):
    """Let one process begin to make it, and the other ask meanwhile; what both then say."""
    one.stdin.write("ask\n")
    one.stdin.flush()
    assert one.stdout.readline() == "making\n"
    # The second may not have come to the lock when the first goes on; it must not matter.
    two.stdin.write("ask\n")
    two.stdin.flush()
    one.stdin.write("go on\n")
    one.stdin.flush()
    return [child.stdout.readline().strip() for child in (one, two)]


def test_two_processes_at_the_same_time_make_it_once_and_both_have_it(children, tmp_path):
    said = both_asked(*children("works", "one", "two"))

    assert said == ["one made by one [1, None, 'ä']"] * 2
    assert (tmp_path / "made").read_text() == "one\n"


def test_two_processes_at_the_same_time_share_a_failure(children, tmp_path):
    said = both_asked(*children("fails", "one", "two"))

    assert said == ["it broke for one"] * 2
    assert (tmp_path / "made").read_text() == "one\n"
