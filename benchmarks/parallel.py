"""How near `--jobs N` comes to what N workers can do at best.

`python benchmarks/parallel.py [JOBS ...]` runs 96 scenarios in 8 files against a server on this
machine that takes 50 ms to answer, and 2 s for a job. Each scenario makes four kinds of requests:
health, a new job, the job every 250 ms until it is done, payment. For each number of jobs, 1 4 16
and 32 unless given, it prints the wall time of the whole command, start-up included, beside
max(longest scenario, sum of all / N) and the ratio of the two. Longest and sum are those of the
first run in the list.
"""

import json
import sys
import tempfile
from pathlib import Path

import projects
from commands import run, server

LATENCY, JOB = 0.05, 2.0
FILES, SCENARIOS = 8, 12


def main(numbers: list[int]) -> None:
    """Print the table."""
    print(f"{'jobs':>4} {'wall s':>7} {'best s':>7} {'ratio':>6}")
    seconds: list[float] = []
    with server(LATENCY, JOB) as base, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        projects.ours(folder, projects.SLOW, base, FILES, SCENARIOS)
        for jobs in numbers:
            options = ["-D", "target=target.toml", "--jobs", str(jobs)]
            command = [sys.executable, "-m", "behave", *options]
            wall = run(command, folder, f"{FILES * SCENARIOS} scenarios passed").wall
            times = json.loads((folder / "reports" / "times.json").read_bytes())
            seconds = seconds or list(times.values())
            best = max(*seconds, sum(seconds) / jobs)
            print(f"{jobs:4} {wall:7.2f} {best:7.2f} {wall / best:6.3f}", flush=True)


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 4, 16, 32])
