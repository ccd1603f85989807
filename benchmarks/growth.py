"""How time and memory grow: with scenarios, with sentences, with the size of a body.

`python benchmarks/growth.py` prints three tables of whole commands with one process, against a
server that answers at once. What has to stay flat, once the start is taken off, is the processor
time and the memory of a scenario. The time stands beside that of the same work in a loop on
requests.Session, taken right after it: the speed of a machine changes. behave keeps all features
that it has read until the end, which is most of the memory.
"""

import sys
import tempfile
from pathlib import Path

import projects
from commands import Taken, run, server

COMMAND = [sys.executable, "-m", "behave", "-D", "target=target.toml", "--jobs", "1"]
PER_FILE = 20
_COLUMNS = f"{'wall s':>7} {'CPU s':>7} {'ms each':>8} {'ratio':>6} {'MiB':>5} {'KiB each':>9}"
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
    # In memory, where there is such a folder: on a disk, what was deleted lately counts as well.
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else None
    with server() as base, tempfile.TemporaryDirectory(dir=memory) as folder:
        Growth(base, Path(folder)).print()


class Growth:
    """Measures commands in projects below a folder, against the server at `base`."""

    def __init__(self, base: str, folder: Path) -> None:
        self._base = base
        self._folder = folder
        self._start = min((self._scenarios(1) for _ in range(3)), key=lambda taken: taken.cpu)

    def print(self) -> None:
        """Print the tables."""
        print(f"start and one scenario: {self._start.wall:.2f} s, {self._start.peak:.0f} MiB")
        print(f"\n{'scenarios':>10} {_COLUMNS}")
        for count in (100, 1000, 5000):
            self._row(count, count, self._scenarios(count))
        print(f"\n{'sentences':>10} {_COLUMNS}")
        for count in (10, 100, 500):
            self._row(count, 200, self._scenarios(200, more_sentences=count))
        print(f"\n{'bytes':>10} {'wall s':>7} {'CPU s':>7} {'MiB':>5}")
        for size in (1_000, 100_000, 1_000_000, 10_000_000):
            taken = self._body(size)
            print(f"{size:10} {taken.wall:7.2f} {taken.cpu:7.2f} {taken.peak:5.0f}", flush=True)

    def _row(self, what: int, scenarios: int, taken: Taken) -> None:
        each = (taken.cpu - self._start.cpu) / scenarios * 1000
        ratio = each / self._ms_of_loop(scenarios)
        kept = (taken.peak - self._start.peak) / scenarios * 1024
        figures = f"{taken.wall:7.2f} {taken.cpu:7.2f} {each:8.2f} {ratio:6.2f}"
        print(f"{what:10} {figures} {taken.peak:5.0f} {kept:9.0f}", flush=True)

    def _ms_of_loop(self, scenarios: int) -> float:
        """What the same work takes now without any tool, in milliseconds for a scenario."""
        command = [sys.executable, str(projects.PEERS / "loop.py"), self._base]
        start = run([*command, "1"], self._folder, "1 passed")
        taken = run([*command, str(scenarios)], self._folder, f"{scenarios} passed")
        return (taken.cpu - start.cpu) / scenarios * 1000

    def _scenarios(self, count: int, more_sentences: int = 0) -> Taken:
        files, in_each = max(1, count // PER_FILE), min(count, PER_FILE)
        folder = self._project(files, in_each)
        if more_sentences:
            _add_sentences(folder, more_sentences)
        return run(COMMAND, folder, f"{count} scenario")

    def _body(self, size: int) -> Taken:
        folder = self._project(0, 0)
        (folder / "features" / "large.feature").write_text(LARGE.format(size=size))
        return run(COMMAND, folder, "1 scenario passed")

    def _project(self, files: int, in_each: int) -> Path:
        folder = Path(tempfile.mkdtemp(dir=self._folder))
        projects.ours(folder, projects.QUICK, self._base, files, in_each)
        return folder


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


if __name__ == "__main__":
    main()
