"""What a Dask worker does for a run: it has processes that are the run's workers there.

A process of its own for each run has the code as it is now, a main thread that can be
interrupted, and nothing in common with other runs. It hears when the Dask worker is no more,
cleans up and ends.
"""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from harness.gherkin.cluster import checkout
from harness.gherkin.cluster.messages import Order, Outcome, Ready, Refused, Setting, Told
from harness.gherkin.worker import Idle, Output, how_it_ended

_PROCESS = "harness.gherkin.cluster.process"
_LAST_LINES = 5
_WELL = how_it_ended(0)

# By name; the tasks of a Dask worker run in several threads.
_workers: dict[str, "WorkerProcess"] = {}


def open_worker(name: str, setting: bytes) -> bytes:
    """Have a worker for a run, or say why that cannot be."""
    for known in [each for each, worker in _workers.items() if worker.has_left]:
        # Of a run that was killed.
        _workers.pop(known).close()
    opened = WorkerProcess(msgspec.msgpack.decode(setting, type=Setting))
    outcome = opened.open()
    if not outcome.refused:
        _workers[name] = opened
    return msgspec.msgpack.encode(outcome)


def run(name: str, order: bytes) -> bytes:
    """Have a worker run a scenario; what came of it."""
    if name not in _workers:
        return msgspec.msgpack.encode(Outcome(lost="was started anew"))
    outcome = _workers[name].run(msgspec.msgpack.decode(order, type=Order))
    return msgspec.msgpack.encode(outcome)


def close_worker(name: str) -> bytes:
    """End a worker; what it had to say at last."""
    closed = _workers.pop(name, None)
    return msgspec.msgpack.encode(closed.close() if closed else Outcome())


def interrupt(run: str, at_once: bool) -> None:
    """Interrupt every worker of a run, or kill it."""
    for each in list(_workers.values()):
        if each.setting.run == run:
            each.interrupt(signal.SIGKILL if at_once else signal.SIGINT)


def abandon(run: str) -> None:
    """Have nothing more to do with a run: what is left of it, it does not wait for."""
    for name, each in list(_workers.items()):
        if each.setting.run == run:
            each.interrupt(signal.SIGKILL)
            if not each.is_busy:
                _workers.pop(name).close()


class WorkerProcess:
    """A worker of a run: a process that is started whenever it is needed and not there."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.is_busy = False
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()

    @property
    def has_left(self) -> bool:
        """Whether its process has ended by itself, as it does when it waits in vain."""
        return self._process is not None and self._process.poll() is not None

    def open(self) -> Outcome:
        """Start the process, unless the checkout in this folder is another."""
        if found := checkout.difference(self.setting.files):
            return Outcome(refused=f"its checkout is another than that of the run: {found}")
        return self._start()

    def run(self, order: Order) -> Outcome:
        """Run a scenario; a process that had to wait too long for it has left meanwhile."""
        self.is_busy = True
        try:
            return self._run(order)
        finally:
            self.is_busy = False

    def _run(self, order: Order) -> Outcome:
        if self._process is None or self.has_left:
            started = self._start()
            if started.refused:
                return started
        self._send(order)
        told: list[Told] = []
        for message in self._messages():
            if isinstance(message, Idle):
                return Outcome(tuple(told), self._output.new(), checkout.taken_from(self._folder))
            told.append(message)
        return self._ended(told)

    def close(self) -> Outcome:
        """Tell the process that there is nothing more, and wait for its end."""
        if self._process is None:
            return Outcome()
        self._send(None)
        ended = self._ended(list(self._messages()))
        return msgspec.structs.replace(ended, lost="") if ended.lost == _WELL else ended

    def interrupt(self, number: int) -> None:
        """Send the process a signal."""
        with self._starting:
            if self._process and self._process.poll() is None:
                self._process.send_signal(number)

    def _start(self) -> Outcome:
        self._forget()
        self._folder = Path(tempfile.mkdtemp(prefix="acceptance-"))
        checkout.lay_out(self._folder, Path.cwd())
        self._output = Output()
        self._connection, theirs = multiprocessing.Pipe()
        end_of_machine, self._held = os.pipe()
        with self._starting:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _PROCESS, str(theirs.fileno()), str(end_of_machine)],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=self._output.descriptor,
                stderr=self._output.descriptor,
                pass_fds=(theirs.fileno(), end_of_machine),
                start_new_session=True,
            )
        theirs.close()
        os.close(end_of_machine)
        self._send(self.setting)
        return self._opening()

    def _opening(self) -> Outcome:
        told: list[Told] = []
        for message in self._messages():
            if isinstance(message, Ready):
                return Outcome(tuple(told), self._output.new())
            if isinstance(message, Refused):
                self._ended([])
                return Outcome(refused=message.reason)
            told.append(message)
        ended = self._ended(told)
        last = "; ".join(ended.output.strip().splitlines()[-_LAST_LINES:])
        return Outcome(refused=f"its process {ended.lost}, and says: {last}")

    def _send(self, message: Setting | Order | None) -> None:
        # That a process has died is seen when it is to answer.
        with suppress(OSError):
            self._connection.send_bytes(msgspec.json.encode(message))

    def _messages(self) -> Iterator[Told]:
        """What the process tells, until it ends."""
        while True:
            try:
                said = self._connection.recv_bytes()
            except (EOFError, OSError):
                return
            yield msgspec.json.decode(said, type=Told)

    def _ended(self, told: list[Told]) -> Outcome:
        assert self._process is not None
        how = how_it_ended(self._process.wait())
        outcome = Outcome(tuple(told), self._output.new(), checkout.taken_from(self._folder), how)
        self._forget()
        return outcome

    def _forget(self) -> None:
        """Leave nothing of a process that has ended."""
        if self._process is None:
            return
        self._process = None
        self._connection.close()
        self._output.close()
        os.close(self._held)
        shutil.rmtree(self._folder, ignore_errors=True)
