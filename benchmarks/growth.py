"""How time and memory grow: with scenarios, with sentences, with the size of a body.

`python benchmarks/growth.py` prints three tables of whole commands with one process, against a
server that answers at once. What has to stay flat, once the start is taken off, is the processor
time and the memory of a scenario. behave keeps all features that it has read until the end, which
is most of that memory.
"""

import sys
import tempfile
from pathlib import Path

import projects
from commands import Taken, run, server

COMMAND = [sys.executable, "-m", "behave", "-D", "target=target.toml", "--jobs", "1"]
PER_FILE = 20
SENTENCE = """
@then("sentence {number} of the benchmark holds")
def sentence_{number}(world: World) -> None:
    \"\"\"Nothing.\"\"\"
"""
SENTENCES_HEAD = """from harness.gherkin.sentences import then
from harness.world import World
"""
LARGE = """Feature: Large bodies
  Scenario: a body
    Given the API "example"
    When I GET "/large/{size}"
    Then the response status is 200
    And the response field "$.items[0].n" is 0
    And the response field "$.size" is {size}
"""


def main() -> None:
    """Print the tables."""
    with server() as base:
        start = _scenarios(base, 1, 1)
        print(f"start and one scenario: {start.wall:.2f} s, {start.cpu:.2f} s of processor time")
        _head("scenarios")
        for count in (100, 1000, 5000):
            _row(count, count, _scenarios(base, count // PER_FILE, PER_FILE), start)
        _head("sentences")
        for count in (10, 100, 500):
            taken = _scenarios(base, 10, PER_FILE, more_sentences=count)
            _row(count, 10 * PER_FILE, taken, start)
        _head("bytes")
        for size in (1_000, 100_000, 1_000_000, 10_000_000):
            _row(size, 1, _body(base, size), start)


def _head(what: str) -> None:
    print(f"\n{what:>10} {'wall s':>7} {'CPU s':>7} {'CPU ms each':>12} {'MiB':>6} {'KiB each':>9}")


def _row(what: int, scenarios: int, taken: Taken, start: Taken) -> None:
    each = (taken.cpu - start.cpu) / scenarios * 1000
    kept = (taken.peak - start.peak) / scenarios * 1024
    figures = f"{taken.wall:7.2f} {taken.cpu:7.2f} {each:12.2f} {taken.peak:6.0f} {kept:9.0f}"
    print(f"{what:10} {figures}", flush=True)


def _scenarios(base: str, files: int, each: int, more_sentences: int = 0) -> Taken:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects.ours(folder, projects.QUICK, base, files, each)
        if more_sentences:
            _add_sentences(folder, more_sentences)
        return run(COMMAND, folder, f"{files * each} scenario")


def _add_sentences(folder: Path, count: int) -> None:
    """Sentences beside those that there are; every step is compared with all of them."""
    steps = folder / "steps"
    source = steps.resolve()
    steps.unlink()
    steps.mkdir()
    for part in source.iterdir():
        (steps / part.name).symlink_to(part)
    text = "".join(SENTENCE.format(number=number) for number in range(count))
    (steps / "aaa.py").write_text(SENTENCES_HEAD + text)


def _body(base: str, size: int) -> Taken:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects.ours(folder, projects.QUICK, base, 0, 0)
        (folder / "features" / "large.feature").write_text(LARGE.format(size=size))
        return run(COMMAND, folder, "1 scenario passed")


if __name__ == "__main__":
    main()
