"""The suite beside its peers on identical work.

`python benchmarks/peers.py [ROUNDS]` makes an environment with the peers of requirements.txt the
first time, then prints two tables of whole commands, start-up included.

First each must be red where a server answers wrongly: what does not look is fast.

quick: 200 scenarios in 10 files, four requests and ten checks each, one process, against a server
that answers at once. The commands take turns, ROUNDS times (5); the ratio is that of the medians
to a loop on requests.Session without any tool.

slow: 96 scenarios in 8 files, against a server that takes 50 ms for an answer and 2 s for a job,
with 16 and 32 workers; the ratio is that to max(longest scenario, sum of all / workers).
"""

import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import projects
from commands import HERE, Taken, run, server

VENV = HERE / ".venv"
LATENCY, JOB, PAUSE = 0.05, 2.0, 0.25
# How often a job is asked for that is 50 ms old at first, until it is done.
POLLS = 1 + math.ceil((JOB - LATENCY) / (LATENCY + PAUSE))
# What one slow scenario takes at least: three requests, and the polls with a pause after each.
SLOW_SCENARIO = 3 * LATENCY + POLLS * LATENCY + (POLLS - 1) * PAUSE
Make = Callable[[Path, str, str, int, int], None]


@dataclass(frozen=True)
class Peer:
    """A command on a project; `passed` is what it prints when all scenarios passed."""

    name: str
    make: Make
    command: Sequence[str]
    passed: str


def _loop(folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    (folder / "loop.py").symlink_to(projects.PEERS / "loop.py")


def _quick(python: str) -> list[Peer]:
    own = [sys.executable, "-m", "behave", "-D", "target=target.toml", "--jobs", "1"]
    behave = [python, "-m", "behave", "--no-capture", "-f", "null"]
    allure = [python, "-m", "behave", "-f", "allure_behave.formatter:AllureFormatter", "-o", "out"]
    robot = [python, "-m", "robot", "--output", "out.xml", "."]
    pytest = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return [
        Peer("requests loop", _loop, [python, "loop.py", "{base}", "200"], "200 passed"),
        Peer("this suite", projects.ours, own, "200 scenarios passed"),
        Peer("behave", projects.behave, behave, "200 scenarios passed"),
        Peer("behave and Allure", projects.behave, allure, "200 scenarios passed"),
        Peer("behavex", projects.behave, _behavex(1), "200 scenarios passed"),
        Peer("pytest-bdd", projects.pytest_bdd, [*pytest, "-p", "no:tavern"], "200 passed"),
        Peer("Robot and RequestsLibrary", projects.robot, robot, "200 passed, 0 failed"),
        Peer("Tavern", projects.tavern, pytest, "200 passed"),
    ]


def _slow(python: str, workers: int) -> list[Peer]:
    own = [sys.executable, "-m", "behave", "-D", "target=target.toml", "--jobs", str(workers)]
    pytest = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:tavern"]
    return [
        Peer("this suite", projects.ours, own, "96 scenarios passed"),
        Peer("behavex", projects.behave, _behavex(workers), "96 scenarios passed"),
        Peer("pytest-bdd", projects.pytest_bdd, [*pytest, "-n", str(workers)], "96 passed"),
    ]


def _behavex(workers: int) -> list[str]:
    command = [str(VENV / "bin" / "behavex"), "-o", "out"]
    parallel = ["--parallel-processes", str(workers), "--parallel-scheme", "scenario"]
    return [*command, *parallel] if workers > 1 else command


def main(rounds: int) -> None:
    """Print both tables."""
    python = str(_environment() / "bin" / "python")
    peers = _quick(python)
    with server(0, 0, "wrong") as base, tempfile.TemporaryDirectory() as folder:
        for peer in peers:
            _make(peer, Path(folder), projects.QUICK, base, 1, 1)
            _run(peer, Path(folder), base, red=True)
    with server() as base, tempfile.TemporaryDirectory() as folder:
        for peer in peers:
            _make(peer, Path(folder), projects.QUICK, base, 10, 20)
        _print_quick(peers, Path(folder), base, rounds)
    with server(LATENCY, JOB) as base:
        print(f"\n{'slow':28} {'workers':>7} {'wall s':>7} {'ratio':>6}")
        for workers in (16, 32):
            best = max(SLOW_SCENARIO, SLOW_SCENARIO * 96 / workers)
            for peer in _slow(python, workers):
                with tempfile.TemporaryDirectory() as folder:
                    _make(peer, Path(folder), projects.SLOW, base, 8, 12)
                    wall = _run(peer, Path(folder), base).wall
                print(f"{peer.name:28} {workers:7} {wall:7.2f} {wall / best:6.2f}", flush=True)


def _print_quick(peers: list[Peer], folder: Path, base: str, rounds: int) -> None:
    taken: dict[str, list[Taken]] = {peer.name: [] for peer in peers}
    for _ in range(rounds):
        for peer in peers:
            taken[peer.name].append(_run(peer, folder, base))
    print(f"{'quick':28} {'wall s':>7} {'(min-max)':>13} {'CPU s':>6} {'ratio':>6}")
    floor = statistics.median(each.wall for each in taken[peers[0].name])
    for name, times in taken.items():
        walls = [each.wall for each in times]
        wall, cpu = statistics.median(walls), statistics.median(each.cpu for each in times)
        spread = f"({min(walls):.2f}-{max(walls):.2f})"
        print(f"{name:28} {wall:7.2f} {spread:>13} {cpu:6.2f} {wall / floor:6.2f}", flush=True)


def _make(peer: Peer, folder: Path, kind: str, base: str, files: int, scenarios: int) -> None:
    own = folder / peer.name
    own.mkdir()
    peer.make(own, kind, base, files, scenarios)


def _run(peer: Peer, folder: Path, base: str, red: bool = False) -> Taken:
    command = [word.format(base=base) for word in peer.command]
    return run(command, folder / peer.name, peer.passed, red=red, BASE=base)


def _environment() -> Path:
    """The environment with the peers, made once."""
    if not VENV.is_dir():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        install = [VENV / "bin" / "pip", "install", "-q", "-r", HERE / "requirements.txt"]
        subprocess.run(install, check=True)
    return VENV


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 5)
