"""The local sandbox as a process of its own, for as long as a run lasts."""

import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from harness.proof.departure import Departure
from harness.target import TargetError

_ROOT = Path(__file__).parent.parent.parent
_STOP_SECONDS = 5
_ANNOUNCEMENT = "sandbox listening on "


class OwnSandbox:
    """A sandbox on a free port, which starts while this process does something else.

    It stops by itself when this process dies, because its standard input then closes; and it
    is not in this terminal's process group, so that Ctrl-C reaches the run and not the server
    that the run still needs for cleaning up.
    """

    def __init__(self, log: Path, options: Sequence[str] = ()) -> None:
        self._log = log
        self._stack = ExitStack()
        command = ["sandbox", "--stop-with-parent", *options]
        self._process = self._stack.enter_context(_process(command, log))

    @contextmanager
    def running(self) -> Iterator[str]:
        """Yield its address as soon as it has one, and stop it.

        Raises TargetError when it does not start.
        """
        assert self._process.stdout is not None
        try:
            yield _announced(self._process.stdout.readline() or self._log.read_text())
        finally:
            self.stop()

    def stop(self) -> None:
        """Stop it, unless that is done."""
        self._stack.close()


class Fleet:
    """Starts sandboxes that are forks of a process in which everything is loaded."""

    def __init__(self, address: Path) -> None:
        self._address = address
        self._connection: socket.socket | None = None

    @contextmanager
    def running_sandbox(self, options: Sequence[str] = ()) -> Iterator[str]:
        """Start a sandbox, yield its address, stop it; it also stops when this process dies.

        A process starts one at most.
        """
        with socket.socket(socket.AF_UNIX) as connection:
            self._connection = connection
            connection.connect(str(self._address))
            connection.sendall(f"{shlex.join(options)}\n".encode())
            yield _announced(connection.makefile().readline())

    def complaints(self) -> str:
        """What the sandbox that runs has logged since it was asked last."""
        assert self._connection is not None
        try:
            return self._connection.recv(1 << 16, socket.MSG_DONTWAIT).decode().strip()
        except BlockingIOError:
            return ""


@contextmanager
def running_fleet(folder: Path) -> Iterator[Fleet]:
    """Keep a process ready that starts sandboxes; its socket and its log are in `folder`."""
    address, log = folder / "sandboxes", folder / "sandbox.log"
    with _process(["sandbox.fleet", str(address)], log) as process:
        assert process.stdout is not None
        if not process.stdout.readline():
            raise TargetError(f"no sandbox starts; it says: {log.read_text().strip()}")
        yield Fleet(address)


def departures(kind: str) -> list[Departure]:
    """Every "defect", or "variant", that the sandbox can be started with.

    Raises TargetError when it does not tell.
    """
    command = [sys.executable, "-m", "sandbox", f"--list-{kind}s"]
    listed = subprocess.run(command, capture_output=True, text=True, cwd=_ROOT)
    if listed.returncode:
        raise TargetError(f"the sandbox lists no {kind}s; it says: {listed.stderr.strip()}")
    _, *lines = listed.stdout.splitlines()
    rows = [line.split(maxsplit=2) for line in lines]
    return [
        Departure(kind, name, tuple(clauses.split(",")), sentence)
        for name, clauses, sentence in rows
    ]


@contextmanager
def _process(module: list[str], log: Path) -> "Iterator[subprocess.Popen[str]]":
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as log_file:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log_file,
            text=True,
            start_new_session=True,
            cwd=_ROOT,
        )
        try:
            yield process
        finally:
            _stop(process)


def _announced(said: str) -> str:
    """The address that a sandbox says when it has started."""
    if not said.startswith(_ANNOUNCEMENT):
        raise TargetError(f"the sandbox did not start; it says: {said.strip()}")
    return said.strip().removeprefix(_ANNOUNCEMENT)


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
