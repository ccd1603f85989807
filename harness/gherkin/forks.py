"""Workers that are forks of the run: everything is loaded when they begin."""

import multiprocessing
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkProcess

import msgspec
from behave.model import Scenario
from behave.runner import Runner

from harness.gherkin import worker
from harness.gherkin.watch import Watch
from harness.gherkin.worker import Idle, Output
from harness.gherkin.workers import Heard, Left, Lost, Over


@dataclass(eq=False)
class _Fork:
    """A worker as the run sees it; `location` is what it runs."""

    process: ForkProcess
    connection: Connection
    output: Output
    location: str = ""
    is_leaving: bool = False


class Forks:
    """Up to so many workers on this machine. One that dies takes one scenario with it."""

    chances = 1

    def __init__(self, runner: Runner, watch: Watch, jobs: int) -> None:
        self._runner = runner
        self._watch = watch
        self._jobs = jobs
        self._forks: list[_Fork] = []

    @contextmanager
    def working(self, scenarios: Mapping[str, Scenario]) -> Iterator[None]:
        """Have workers for these scenarios in the body; afterwards none is left."""
        self._scenarios = scenarios
        # One end of a pipe, by which workers hear when this process is no more.
        self._end_of_run, self._held = os.pipe()
        try:
            yield
        finally:
            os.close(self._end_of_run)
            os.close(self._held)
            for each in self._forks:
                each.process.kill()
                each.process.join()

    @property
    def are_left(self) -> bool:
        """Whether there are workers."""
        return bool(self._forks)

    @property
    def can_begin(self) -> bool:
        """Whether somebody is free, or one more may come."""
        return bool(self._idle()) or len(self._forks) < self._jobs

    def begin(self, location: str) -> None:
        """Give a scenario to whoever is free, or to a new worker."""
        for idle in self._idle()[:1]:
            idle.location = location
            _tell(idle, location)
            return
        self._fork(location)

    def dismiss(self) -> None:
        """Let go whoever has nothing to do."""
        for idle in self._idle():
            idle.is_leaving = True
            _tell(idle, "")

    def hear(self, seconds: float) -> Iterator[tuple[str, Heard]]:
        """What the workers tell."""
        by_connection = {each.connection: each for each in self._forks}
        for connection in wait(list(by_connection), seconds):
            speaker = by_connection[connection]  # type: ignore[index]
            location = speaker.location
            try:
                said = speaker.connection.recv_bytes()
            except (EOFError, OSError):
                yield location, self._ended(speaker)
                continue
            message = msgspec.json.decode(said, type=worker.Message)
            if isinstance(message, Idle):
                speaker.location = ""
                yield location, Over(speaker.output.new())
            else:
                yield location, message

    def interrupt(self, at_once: bool) -> None:
        """Send the workers an interrupt, or kill them."""
        for each in self._forks:
            if each.process.pid and each.process.is_alive():
                os.kill(each.process.pid, signal.SIGKILL if at_once else signal.SIGINT)

    def _idle(self) -> list[_Fork]:
        return [each for each in self._forks if not (each.location or each.is_leaving)]

    def _fork(self, location: str) -> None:
        ours, theirs = multiprocessing.Pipe()
        output = Output()
        process = multiprocessing.get_context("fork").Process(
            target=self._work, args=(ours, theirs, output.descriptor, location)
        )
        new = _Fork(process, ours, output, location)
        # One that comes now would find half a worker.
        with worker.signals_blocked():
            process.start()
            self._forks.append(new)
        # Otherwise its end could not be heard.
        theirs.close()

    def _work(self, ours: Connection, theirs: Connection, output: int, first: str) -> None:
        """What a worker does, in its own process."""
        for connection in (ours, *(other.connection for other in self._forks)):
            connection.close()
        os.close(self._held)
        worker.end_with(self._end_of_run)
        worker.work(self._runner, self._watch, self._scenarios, theirs, output, first)

    def _ended(self, dead: _Fork) -> Lost | Left:
        dead.process.join()
        self._forks.remove(dead)
        output = dead.output.new()
        dead.connection.close()
        dead.output.close()
        if not (code := dead.process.exitcode or 0) and not dead.location:
            return Left(output)
        return Lost(f"its worker {worker.how_it_ended(code)}", output)


def _tell(chosen: _Fork, location: str) -> None:
    """Tell a worker what to run next, or that there is nothing more."""
    try:
        chosen.connection.send_bytes(location.encode())
    except OSError:
        # It has died; what is said about that is said when its end is heard.
        return
