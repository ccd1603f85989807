"""The local sandbox as a process of its own, for as long as a run lasts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.target import TargetError

_STOP_SECONDS = 5
_ANNOUNCEMENT = "sandbox listening on "


@contextmanager
def running_sandbox(log: Path) -> Iterator[str]:
    """Start the sandbox on a free port, yield its address, stop it.

    It stops by itself when this process dies, because its standard input then closes; and it
    is not in this terminal's process group, so that Ctrl-C reaches the run and not the server
    that the run still needs for cleaning up.

    Raises TargetError when it does not start.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as log_file:
        process = subprocess.Popen(
            [sys.executable, "-m", "sandbox", "--stop-with-parent"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log_file,
            text=True,
            start_new_session=True,
            cwd=Path(__file__).parent.parent.parent,
        )
        try:
            assert process.stdout is not None
            line = process.stdout.readline().strip()
            if not line.startswith(_ANNOUNCEMENT):
                raise TargetError(f"the sandbox did not start; it says: {log.read_text().strip()}")
            yield line.removeprefix(_ANNOUNCEMENT)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
