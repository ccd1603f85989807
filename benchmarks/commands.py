"""Running a command as a whole, and a server for it to talk to."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
_KIB_IN_MIB = 1024


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds of wall time and of processor time, and MiB at its peak.

    The peak is that of its largest process.
    """

    wall: float
    cpu: float
    peak: float


def run(
    command: Sequence[str], folder: Path, expected: str, *, red: bool = False, **variables: str
) -> Taken:
    """Run a command that must end well and print `expected`; what it took.

    One that is to be red must say so by its exit code.
    """
    environment: Mapping[str, str] = {**os.environ, **variables}
    with tempfile.TemporaryFile("w+") as output:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        said = output.read()
    is_well = process.returncode if red else not process.returncode and expected in said
    if not is_well:
        raise SystemExit(f"{' '.join(command)}: exit {process.returncode}\n{said[-4000:]}")
    return Taken(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / _KIB_IN_MIB)


@contextmanager
def server(latency: float = 0, job: float = 0, *options: str) -> Iterator[str]:
    """The address of a server that answers after `latency` seconds and does a job in `job`."""
    command = [sys.executable, str(HERE / "server.py"), str(latency), str(job), *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.kill()
        process.wait()
